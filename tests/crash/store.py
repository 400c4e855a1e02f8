"""What the crash tests share: PDFs with known words, the genai binary on one data directory, and what must always hold."""
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

SECONDS_MAX = 120
WORDS = ("revenue profit loss segment contract delivery turbine valve pump sensor river harbour timber copper glass "
         "ledger auditor quarter winter summer market price volume service support licence patent engine panel cable "
         "bridge tunnel station signal reactor filter pressure voltage current storage battery module factory").split()
# Settings that make many small batches, so that there is something to interrupt.
SETTINGS = {"INGEST_BATCH_PAGES": "2", "INGEST_WORKERS": "2"}


def pdf(pages):
    """A PDF whose pages are lists of lines."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        stream = "BT /F1 11 Tf 14 TL 60 740 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
                       " /Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{o:010} 00000 n \n" for o in offsets)
    return (out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode()


def document(mark, page_count, seed):
    """A PDF of random sentences; every page has a word of its own, MARKpN."""
    rng = random.Random(seed)
    pages = []
    for number in range(1, page_count + 1):
        lines = [f"Report {mark} page {number} covers {mark}p{number}."]
        lines += [" ".join(rng.choices(WORDS, k=9)).capitalize() + "." for _ in range(12)]
        pages.append(lines)
    return pdf(pages)


class Broken(Exception):
    """An invariant that does not hold, in words."""


def check(condition, what):
    if not condition:
        raise Broken(what)


class Store:
    """genai on one data directory."""

    def __init__(self, binary, folder):
        self.binary, self.folder = Path(binary).resolve(), Path(folder)
        known = (Path(__file__).parents[2] / ".env.example").read_text()
        names = set(re.findall(r"^#(\w+)=", known, re.M))
        self.env = {k: v for k, v in os.environ.items() if k not in names} | SETTINGS
        self.env["DATA_DIR"] = str(self.folder)

    @property
    def database(self):
        return self.folder / "genai.sqlite"

    def start(self, *arguments, **env):
        """In a working folder without .env; standard output and error are kept in files, for a killed process too."""
        work = self.folder.parent
        out = open(work / "out", "wb")
        err = open(work / "err", "wb")
        return subprocess.Popen([str(self.binary), *map(str, arguments)], cwd=work, env=self.env | env,
                                stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)

    def output(self):
        return (self.folder.parent / "out").read_text(), (self.folder.parent / "err").read_text()

    def run(self, *arguments, code=0, **env):
        """The standard output of a command that must end with `code` (None: any)."""
        process = self.start(*arguments, **env)
        process.wait(SECONDS_MAX)
        out, err = self.output()
        check(code is None or process.returncode == code,
              f"genai {' '.join(map(str, arguments))} ended with {process.returncode}, not {code}:\n{out}{err}")
        return out

    def kill(self, process):
        """kill -9, of its children too."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def names(self):
        """{name: document id}"""
        listed = json.loads(self.run("documents", "list", "--json"))
        return {name: entry["id"] for entry in listed for name in entry["names"]}

    def state(self):
        """{collection/name: (document id, its facts)} of all collections."""
        found = {}
        for collection in json.loads(self.run("collections", "list", "--json")):
            listed = json.loads(self.run("documents", "list", "--json", "--collection", collection["name"]))
            check(len(listed) == collection["documents"], f"{collection['name']}: another count than documents")
            for entry in listed:
                for name in entry["names"]:
                    found[f"{collection['name']}/{name}"] = (entry["id"], json.dumps(entry["facts"], sort_keys=True))
        return found

    def check_order(self):
        """No live row is missing, strange, twice or malformed."""
        process = self.start("reconcile", "--json")
        process.wait(SECONDS_MAX)
        out, err = self.output()
        check(process.returncode == 0, f"reconcile found: {out}{err}")
        report = json.loads(out)
        self.live_chunks()
        return report

    def live_chunks(self):
        """{document id: [(chunk id, page, text, vector)]} of what is live, read past genai."""
        if not self.database.exists():
            return {}
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            live = {}
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not {"documents", "chunk_versions"} <= tables:
                return {}
            for document_id, version, count in connection.execute("SELECT id, version, chunks FROM documents").fetchall():
                rows = connection.execute(
                    "SELECT c.id, c.page, c.text, v.vector, c.key & 0xFFFFFFFF FROM chunk_versions n"
                    " JOIN chunks c ON c.key BETWEEN n.id << 32 AND (n.id << 32) + 0xFFFFFFFF"
                    " JOIN vectors v ON v.key = c.key WHERE n.version = ? ORDER BY c.key", (version,)).fetchall()
                check([row[4] for row in rows] == list(range(count)), f"{document_id}: chunks missing or phantom")
                check(len({row[0] for row in rows}) == count, f"{document_id}: a chunk is there twice")
                check(len({len(row[3]) for row in rows}) <= 1, f"{document_id}: a vector is malformed")
                live[document_id] = [row[:4] for row in rows]
            return live
        finally:
            connection.close()

    def answers(self, questions):
        found = []
        for question in questions:
            answer = json.loads(self.run("query", "--json", question))
            for changing in ("timings_ms", "cache", "model"):
                answer.pop(changing, None)
            found.append(answer)
        return found


def same_as_undisturbed(store, source, questions):
    """The store holds and answers what one that ingested `source` in peace does."""
    peace = Store(store.binary, store.folder.parent / "peace" / "data")
    shutil.rmtree(peace.folder.parent, ignore_errors=True)
    peace.folder.mkdir(parents=True)
    peace.run("ingest", source)
    check(store.names() == peace.names(), "other documents than of an undisturbed run")
    check(store.live_chunks() == peace.live_chunks(), "other chunks or vectors than of an undisturbed run")
    check(store.answers(questions) == peace.answers(questions), "other answers than of an undisturbed run")
