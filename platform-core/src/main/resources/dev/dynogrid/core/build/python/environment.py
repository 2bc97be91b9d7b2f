# Run by a Python interpreter during a build, in the app's folder:
#
#   python -I -c "$(cat environment.py)" look VENV SOURCE     which requirements the interpreter has
#   python -I -c "$(cat environment.py)" make VENV SOURCE     the same, and makes the environment
#   python -I -c "$(cat environment.py)" programs VENV        run by the environment's own python
#
# SOURCE is requirements:FILE, project:FILE (a pyproject.toml) or none. Prints one line of JSON.
#
# The environment is the venv module's, without what would tie it to the folder it was made in: its
# interpreter is a copy, its programs find it beside themselves. It sees the interpreter's packages.
import json
import os
import re
import shutil
import stat
import sys

SERVERS = ['gunicorn', 'uvicorn', 'waitress', 'hypercorn', 'daphne']
# A shell reads the second line and goes on with python, which reads that line as a string.
HEAD = '#!/bin/sh\n\'\'\'exec\' "${0%/*}/python3" "$0" "$@"\n\' \'\'\'\n'


def packaging():
    """The library that knows versions, wherever this interpreter has it."""
    import importlib
    homes = ['packaging', 'pip._vendor.packaging', 'setuptools._vendor.packaging',
             'setuptools.extern.packaging', 'pkg_resources.extern.packaging']
    for home in homes:
        try:
            return importlib.import_module(home + '.requirements')
        except Exception:
            pass
    return None


def read(path):
    data = open(path, 'rb').read()
    for bom, name in [(b'\xef\xbb\xbf', 'utf-8'), (b'\xff\xfe', 'utf-16-le'), (b'\xfe\xff', 'utf-16-be')]:
        if data.startswith(bom):
            return data[len(bom):].decode(name)
    return data.decode('utf-8', 'replace')


def lines(path, seen):
    """The requirements of a file and of those that it names, without options."""
    if os.path.abspath(path) in seen:
        return
    seen.add(os.path.abspath(path))
    text = re.sub(r'\\\r?\n', ' ', read(path))
    for line in text.splitlines():
        line = re.sub(r'(^|\s)#.*$', '', line).strip()
        nested = re.match(r'(?:-r|--requirement)[\s=]+(\S+)$', line)
        limits = re.match(r'(?:-c|--constraint)[\s=]+(\S+)$', line)
        if nested or limits:
            for below in lines(os.path.join(os.path.dirname(path), (nested or limits).group(1)), seen):
                yield below if nested else ('limit', below[1])
        elif re.match(r'(-e|--editable)\b', line):
            yield ('needed', line)
        elif line and not line.startswith('-'):
            yield ('needed', re.split(r'\s+--(?:hash|global-option|config-settings)\b', line)[0].strip())


def project(path):
    try:
        import tomllib
    except ImportError:
        from pip._vendor import tomli as tomllib
    table = tomllib.loads(read(path)).get('project', {})
    return [('needed', line) for line in table.get('dependencies', [])]


def requirements(source):
    kind, _, path = source.partition(':')
    if kind == 'requirements':
        return list(lines(path, set()))
    return project(path) if kind == 'project' else []


def installed(name):
    from importlib import metadata
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def lacking(line, library, limits, found):
    """Why the interpreter's packages do not satisfy a requirement; None if they do."""
    try:
        wanted = library.Requirement(line)
    except Exception:
        return line
    if wanted.marker and not wanted.marker.evaluate({'extra': ''}):
        return None
    if wanted.url:
        return line
    has = installed(wanted.name)
    if has is None:
        return line
    specifiers = [wanted.specifier] + [l.specifier for l in limits if canonical(l.name) == canonical(wanted.name)]
    if not all(s.contains(has.version, prereleases=True) for s in specifiers):
        return '%s (this interpreter has %s)' % (line, has.version)
    found.add(wanted.name)
    for extra in wanted.extras:
        for more in has.requires or []:
            part = library.Requirement(more)
            if part.marker and part.marker.evaluate({'extra': extra}) and not part.marker.evaluate({'extra': ''}):
                part.marker = None
                if lacking(str(part), library, limits, found):
                    return '%s (%s is missing)' % (line, part.name)
    return None


def canonical(name):
    return re.sub(r'[-_.]+', '-', name).lower()


def look(source):
    library = packaging()
    wanted = requirements(source)
    found = set()
    if library is None:
        return [line for kind, line in wanted if kind == 'needed'], found
    limits = []
    for kind, line in wanted:
        if kind == 'limit':
            try:
                limits.append(library.Requirement(line))
            except Exception:
                pass
    reasons = [lacking(line, library, limits, found) for kind, line in wanted if kind == 'needed']
    return [reason for reason in reasons if reason], found


def make(venv):
    name = 'python%d.%d' % sys.version_info[:2]
    base = os.path.realpath(getattr(sys, '_base_executable', sys.executable))
    programs = os.path.join(venv, 'bin')
    shutil.rmtree(venv, ignore_errors=True)
    os.makedirs(programs)
    os.makedirs(os.path.join(venv, 'lib', name, 'site-packages'))
    shutil.copyfile(base, os.path.join(programs, name))
    os.chmod(os.path.join(programs, name), 0o755)
    for alias in ['python', 'python3']:
        os.symlink(name, os.path.join(programs, alias))
    with open(os.path.join(venv, 'pyvenv.cfg'), 'w') as config:
        config.write('home = %s\ninclude-system-site-packages = true\nversion = %s\n'
                     % (os.path.dirname(base), '.'.join(map(str, sys.version_info[:3]))))


def program(venv, name, value):
    module, _, function = value.partition(':')
    path = os.path.join(venv, 'bin', name)
    if os.path.exists(path) or not re.match(r'^[\w.+-]+$', name) or not function:
        return
    with open(path, 'w') as script:
        script.write(HEAD + 'import sys\nfrom %s import %s\nsys.exit(%s())\n'
                     % (module, function.split('.')[0], function.split('[')[0].strip()))
    os.chmod(path, 0o755)


def add_programs(venv, names):
    """Programs of packages that were there already: their own start another interpreter."""
    for name in sorted(names) + SERVERS:
        package = installed(name)
        for entry in package.entry_points if package else []:
            if entry.group == 'console_scripts':
                program(venv, entry.name, entry.value)


def untie_programs(venv):
    """Programs that pip made name the environment's interpreter by its path of today."""
    folder = os.path.join(venv, 'bin')
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.islink(path) or name.startswith('python'):
            continue
        with open(path, 'rb') as script:
            text = script.read()
        short = re.match(rb'#![^\n]*python[^\n]*\n', text)
        long = re.match(rb"#!/bin/sh\n'''exec' [^\n]*\n' '''\n", text)
        head = short or long
        if head:
            with open(path, 'wb') as script:
                script.write(HEAD.encode() + text[head.end():])


def main(mode, venv, source='none'):
    answer = {'version': '.'.join(map(str, sys.version_info[:3])), 'executable': sys.executable}
    if mode == 'programs':
        untie_programs(venv)
        from importlib import metadata
        add_programs(venv, {d.metadata['Name'] for d in metadata.distributions() if d.metadata['Name']})
    else:
        missing, found = look(source)
        answer['missing'] = missing
        answer['wanted'] = [line for kind, line in requirements(source) if kind == 'needed']
        if mode == 'make':
            make(venv)
            add_programs(venv, found)
    import importlib.util
    answer['pip'] = importlib.util.find_spec('pip') is not None
    print(json.dumps(answer))


if __name__ == '__main__':
    main(*sys.argv[1:])
