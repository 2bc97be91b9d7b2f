# push|clone|fetch FOLDER URL USER KEY: by dulwich. Exits with 0, or prints why not and exits with 1.
import sys

from dulwich import porcelain
from dulwich.client import HttpGitClient
from dulwich.repo import Repo

action, folder, url, user, key = sys.argv[1:6]
client = HttpGitClient(url.rsplit("/", 1)[0] + "/", username=user, password=key)
path = url.rsplit("/", 1)[1]


def progress(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


try:
    if action == "clone":
        client.clone(path, folder, progress=progress)
    elif action == "fetch":
        repo = Repo(folder)
        result = client.fetch(path, repo, progress=progress)
        repo.refs[b"refs/remotes/origin/main"] = result.refs[b"refs/heads/main"]
    else:
        repo = Repo(folder)
        new = repo.refs[b"refs/heads/main"]

        def update(refs):
            old = refs.get(b"refs/heads/main")
            if old is not None and not porcelain.can_fast_forward(repo, old, new):
                raise ValueError("non-fast-forward")
            return {b"refs/heads/main": new}

        result = client.send_pack(path, update, repo.generate_pack_data, progress=progress)
        for ref, error in (result.ref_status or {}).items():
            if error is not None:
                raise ValueError("%s: %s" % (ref.decode(), error))
except Exception as error:
    print("refused: %s %s" % (type(error).__name__, error))
    sys.exit(1)
