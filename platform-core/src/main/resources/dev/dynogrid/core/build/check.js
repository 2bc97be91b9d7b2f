// Parses JavaScript without running it:
//   node --experimental-vm-modules --no-warnings -e "$(cat check.js)" FILE...
// Exits with 1 if one cannot be parsed, after where and why for each. What is plainly not for node as
// it is is passed over: sources that a bundler or a compiler reads (JSX, types), templates.
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const NOT_PLAIN = /<\/[A-Za-z][\w.:-]*\s*>|<>|\/>|@flow|\{\{|\{%|<%|^\s*(import|export)\s+(type|interface|enum)\s|^\s*@\w+|^\s*(interface|declare|enum|namespace)\s+\w+/m;

function manifest(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}

const top = manifest('.') || {};
const built = top.scripts && (top.scripts.build || top.scripts['heroku-postbuild']);

// Whether node would take the file as it is: not if a build or another package stands between.
function isPlain(file) {
  if (built) return false;
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return false;
  }
  return true;
}

function asScript(text, file) {
  vm.compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
}

function asModule(text, file) {
  new vm.SourceTextModule(text, { identifier: file });
}

function fault(attempts, text, file) {
  let first = null;
  for (const attempt of attempts) {
    try {
      attempt(text, file);
      return null;
    } catch (e) {
      if (!(e instanceof SyntaxError)) return null;
      first = first || e;
    }
  }
  return first;
}

let bad = 0;
for (const file of process.argv.slice(1)) {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '').replace(/^#!/, '//');
  } catch {
    continue;
  }
  if (!isPlain(file)) continue;
  // Which of the two a .js file is can depend on node's version and options: either will do.
  const both = top.type === 'module' ? [asModule, asScript] : [asScript, asModule];
  const attempts = file.endsWith('.mjs') ? [asModule] : file.endsWith('.cjs') ? [asScript] : both;
  const e = fault(attempts, text, file);
  if (!e || (NOT_PLAIN.test(text) && !/^<<<<<<< /m.test(text))) continue;
  const head = String(e.stack).split('\n');
  const where = head[0].startsWith(file + ':') ? head.slice(0, 3).join('\n') + '\n' : file + ': ';
  console.log(where + 'SyntaxError: ' + e.message);
  bad = 1;
}
process.exitCode = bad;
