// push|clone|fetch FOLDER URL USER KEY: by isomorphic-git, found in $CLIENTS/node_modules.
// Exits with 0, or prints why not and exits with 1.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.CLIENTS + "/");
const git = require("isomorphic-git");
const http = require("isomorphic-git/http/node");

const [action, dir, url, username, password] = process.argv.slice(2);
const all = {
  fs,
  http,
  dir,
  url,
  onAuth: () => ({ username, password }),
  onAuthFailure: () => {
    throw new Error("wrong key");
  },
  onMessage: (text) => process.stdout.write(text),
};

try {
  if (action === "clone") {
    await git.clone(all);
  } else if (action === "fetch") {
    const found = await git.fetch({ ...all, ref: "main", singleBranch: true });
    await git.writeRef({ fs, dir, ref: "refs/remotes/origin/main", value: found.fetchHead, force: true });
  } else {
    await git.push({ ...all, ref: "main", remoteRef: "refs/heads/main" });
  }
} catch (error) {
  console.log(`refused: ${error.code} ${error.message}`);
  process.exit(1);
}
