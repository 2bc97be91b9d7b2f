# Parses Python sources without running them: python -I -S -c "$(cat check.py)" FILE...
# Exits with 1 if one cannot be parsed, after a line FILE:LINE: WHY for each. What is plainly not for
# this interpreter is passed over: sources of Python 2, templates.
import sys
import warnings


def is_for_another(source, why):
    # Imported where it is needed: it takes longer than all the rest.
    import re
    if re.search(br"^<<<<<<< ", source, re.M):
        return False
    old = (r"Missing parentheses in call to|multiple exception types must be parenthesized"
           r"|leading zeros in decimal integer|inconsistent use of tabs")
    old_source = (br"^#!.*python2|^\s*print\s+[\"'%\w]|^\s*exec\s+[\"'\w]"
                  br"|^\s*except\s+[\w.]+\s*,\s*\w+\s*:|^\s*raise\s+[\w.]+\s*,|<>|\bur['\"]")
    template = br"\{\{|\{%|<%|\$\{"
    return re.search(old, why) or re.search(old_source, source, re.M) or re.search(template, source)


warnings.simplefilter('ignore')
bad = 0
for name in sys.argv[1:]:
    try:
        source = open(name, 'rb').read()
    except OSError:
        continue
    try:
        compile(source, name, 'exec', 0, True)
    except (SyntaxError, ValueError) as e:
        why = getattr(e, 'msg', None) or str(e)
        if not is_for_another(source, why):
            print('%s:%s: %s' % (name, getattr(e, 'lineno', 0) or 0, why))
            bad = 1
    except (RecursionError, MemoryError, OverflowError):
        continue
sys.exit(bad)
