#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Uploads and their jobs, against the real program: jobs.py BINARY (README.md)"""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from server import SECONDS_MAX, Broken, Server, check, pages, sha256, until

LONG = 200  # pages: some seconds of work on a quiet machine too
STREAMS_MAX = 64  # of the server
PASSWORD = "lantern-wharf-2025"  # of samples/encrypted.pdf


def blobs(server):
    return sorted(path.name for path in (server.folder / "data" / "blobs").iterdir())


def test_an_upload_becomes_a_document(server):
    data = pages("alpha", 3)
    row = server.upload_one("a.pdf", data)
    check(row["id"] == sha256(data) and row["outcome"] == "queued", f"the answer is {row}")
    events = server.events(row["job_id"])
    check(events[-1][0] == "done" and events[-1][1]["state"] == "done", f"the events are {events}")
    check(events[-1][1]["pages_done"] == 3 == events[-1][1]["pages_total"], f"the pages are counted: {events[-1]}")
    check(server.finds("alphap2"), "the upload is found")
    status, answer = server.upload({"a.pdf": data})
    check(status == 200 and answer["documents"][0]["outcome"] == "unchanged", f"the same again: {status} {answer}")
    row = server.upload_one("copy.pdf", data)
    check(server.end_of(row["job_id"])["state"] == "done", "another name for it")
    names = server.ask("GET", f"/documents/{sha256(data)}")[1]["names"]
    check(names == ["a.pdf", "copy.pdf"], f"the names are {names}")
    check(blobs(server) == [sha256(data)], "the bytes are kept once")


def test_the_same_bytes_at_once_are_one_job(server):
    data = pages("beta", LONG)
    rows, threads = [], []
    for _ in range(6):
        threads.append(threading.Thread(target=lambda: rows.append(server.upload_one("b.pdf", data))))
        threads[-1].start()
    for thread in threads:
        thread.join()
    check(len({row["job_id"] for row in rows}) == 1, f"one job for all: {rows}")
    check(server.end_of(rows[0]["job_id"])["state"] == "done", "it ends well")


def test_new_bytes_under_a_name_replace_the_old(server):
    first = server.upload_one("c.pdf", pages("gamma", LONG))
    second = server.upload_one("c.pdf", pages("delta", 2))
    check(server.end_of(second["job_id"])["state"] == "done", "the second is done")
    check(server.end_of(first["job_id"])["state"] in ("cancelled", "done"), "the first has ended")
    check(server.finds("deltap1") and not server.finds("gammap1"), "the last upload counts")


def test_a_job_waits_for_another_writer(server):
    with open(server.folder / "data" / "ingest.lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        row = server.upload_one("d.pdf", pages("epsilon", 2))
        job = until(lambda: (job := server.job(row["job_id"]))["state"] == "waiting" and job, "the job waits")
        check(f"writer busy: pid {os.getpid()}" in job["error"], f"it says for whom: {job}")
        check("writer busy" in server.genai("jobs", "show", row["job_id"]), "so does the command line")
    check(server.end_of(row["job_id"])["state"] == "done", "it goes on by itself")


def test_streams_of_a_job_that_stands_still(server):
    with open(server.folder / "data" / "ingest.lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        row = server.upload_one("still.pdf", pages("standing", 1))
        streams = [server.open_events(row["job_id"]) for _ in range(STREAMS_MAX)]
        check(all(answer.status == 200 for answer in streams), "so many streams are open")
        refused = server.open_events(row["job_id"])
        check(refused.status == 503 and refused.getheader("Retry-After"), f"one more is refused: {refused.status}")
        refused.close()
        begin = time.monotonic()
        while (line := streams[0].readline()) != b": still here\n":
            check(line and time.monotonic() - begin < SECONDS_MAX, f"a stream that stands still says so: {line}")
        check(server.finds("alphap2"), "questions are answered beside them")
    for answer in streams:
        check(b"event: done\n" in answer.read(), "each stream ends with its job")
    again = server.open_events(row["job_id"])
    check(again.status == 200 and b"event: done\n" in again.read(), "there is room again")


def test_cancel_and_retry(server):
    row = server.upload_one("e.pdf", pages("zeta", LONG))
    until(lambda: server.job(row["job_id"])["pages_done"] > 0, "the job runs")
    check(server.ask("POST", f"/jobs/{row['job_id']}/cancel")[0] == 202, "it is being cancelled")
    check(server.end_of(row["job_id"])["state"] == "cancelled", "it is cancelled")
    check(not server.finds("zetap1"), "nothing of it is found")
    check(server.ask("POST", f"/jobs/{row['job_id']}/cancel")[0] == 409, "once")
    server.genai("jobs", "retry", row["job_id"])
    check(server.end_of(row["job_id"])["state"] == "done" and server.finds("zetap1"), "retried, it is found")


def test_deleting_a_document_calls_its_job_off(server):
    row = server.upload_one("f.pdf", pages("lambda", LONG))
    until(lambda: server.job(row["job_id"])["pages_done"] > 0, "the job runs")
    check(server.ask("DELETE", f"/documents/{row['id']}")[0] == 204, "what is not live yet can be deleted")
    check(server.end_of(row["job_id"])["state"] == "cancelled", "its job is cancelled")
    check(not server.finds("lambdap1") and server.ask("GET", f"/documents/{row['id']}")[0] == 404, "it does not come back")
    check(server.ask("DELETE", f"/documents/{row['id']}")[0] == 404, "once")


def test_a_damaged_file_ends_its_job_with_the_reason(server):
    row = server.upload_one("bad.pdf", b"no PDF at all")
    job = server.end_of(row["job_id"])
    check(job["state"] == "failed" and job["error"], f"it failed: {job}")
    check(server.ask("GET", "/jobs?state=failed")[1]["jobs"][0]["id"] == row["job_id"], "it is listed")
    check(server.ask("POST", "/jobs/retry?state=failed")[1] == {"retried": 1}, "it can be retried")
    check(server.end_of(row["job_id"])["state"] == "failed", "in vain")


def test_a_stopped_server_goes_on_where_it_was(server):
    for how in (signal.SIGTERM, signal.SIGKILL):
        mark = f"theta{how.value}"
        row = server.upload_one(f"{mark}.pdf", pages(mark, LONG))
        until(lambda: server.job(row["job_id"])["chunks_done"] > 0, "a batch is written")
        server.stop(how)
        server.start()
        job = server.end_of(row["job_id"])
        check(job["state"] == "done" and server.finds(f"{mark}p1"), f"after {how.name}: {job}")
        check(job["attempts"] == (1 if how == signal.SIGTERM else 2), f"attempts after {how.name}: {job}")
    server.genai("reconcile")


def test_a_stopped_server_tells_who_watches(server):
    row = server.upload_one("watched.pdf", pages("sigma", LONG))
    until(lambda: server.job(row["job_id"])["pages_done"] > 0, "the job runs")
    events = []
    watcher = threading.Thread(target=lambda: events.extend(server.events(row["job_id"])))
    watcher.start()
    time.sleep(1)  # two looks at the job
    server.stop()
    watcher.join(SECONDS_MAX)
    check(events and events[-1][0] == "error" and events[-1][1]["retryable"], f"the stream ends with an error: {events}")
    server.start()
    check(server.end_of(row["job_id"])["state"] == "done", "the job goes on")


def test_a_worker_takes_what_a_stopped_server_left(server):
    row = server.upload_one("worked.pdf", pages("omega", LONG))
    until(lambda: server.job(row["job_id"])["pages_done"] > 0, "the job runs")
    server.stop()
    worker = subprocess.Popen([server.binary, "worker"], cwd=server.folder, env=server.env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
    try:
        said = server.genai("jobs", "watch", row["job_id"])
        check("done" in said, f"it can be watched to its end: {said}")
        listed = json.loads(server.genai("jobs", "list", "--state", "done", "--limit", "1", "--json"))
        check(listed[0]["id"] == row["job_id"], f"the newest is listed first: {listed}")
        worker.send_signal(signal.SIGTERM)
        log = worker.communicate(timeout=SECONDS_MAX)[1]
        check(worker.returncode == 0, f"the worker ended with {worker.returncode}:\n{log}")
    finally:
        worker.kill()
        worker.wait()
    server.start()
    check(server.finds("omegap1"), "what it did is found")


def test_an_encrypted_file_needs_its_password(server):
    data = (Path(__file__).parents[2] / "samples" / "encrypted.pdf").read_bytes()
    row = server.upload_one("locked.pdf", data)
    job = server.end_of(row["job_id"])
    check(job["state"] == "failed" and "password" in job["error"], f"without: {job}")
    row = server.upload_one("locked.pdf", data, password=PASSWORD)
    check(server.end_of(row["job_id"])["state"] == "done", "with its password")
    check(PASSWORD not in server.log.read_text(), "the log does not hold it")
    status = server.ask("GET", f"/documents/{row['id']}")[1]["status"]
    check(status == "indexed", f"it is {status}")


def test_guards_refuse_and_hold(server):
    server.stop()
    row = None
    server.start(INGEST_MEMORY_SHARE_MAX="1")
    with open(server.folder / "data" / "ingest.lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        row = server.upload_one("g.pdf", pages("iota", 2))
        server.stop()
    server.start(INGEST_FREE_BYTES_MIN=str(1 << 40))
    job = until(lambda: "INGEST_FREE_BYTES_MIN" in ((job := server.job(row["job_id"]))["error"] or "") and job,
                "the job is held back")
    check(job["state"] in ("waiting", "running"), f"it waits: {job}")
    status, answer = server.upload({"h.pdf": pages("kappa", 1)})
    check(status == 507 and "free" in answer["detail"], f"an upload is refused: {status} {answer}")
    check(server.finds("alphap2"), "questions are answered on")
    server.stop()
    server.start()
    check(server.end_of(row["job_id"])["state"] == "done", "it goes on")


def test_the_bytes_go_with_the_last_who_needs_them(server):
    server.stop()
    folder = server.folder
    backup = folder / "backup"
    before = blobs(server)
    server.genai("backup", str(backup))
    shutil.rmtree(folder / "data")
    server.genai("restore", str(backup))
    check(blobs(server) == before, "a backup holds the uploads")
    server.genai("reconcile")
    victim = folder / "data" / "blobs" / sha256(pages("alpha", 3))
    victim.write_bytes(b"something else")
    said = server.genai("reconcile", code=1)
    check(victim.name in said, f"a damaged upload is named: {said}")
    victim.unlink()
    said = server.genai("reconcile", code=1)
    check(victim.name in said, f"a missing upload is named: {said}")
    server.start()
    row = server.upload_one("a.pdf", pages("alpha", 3))
    check(row["outcome"] == "unchanged", "the same bytes again")
    server.genai("reconcile")


def main():
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    with tempfile.TemporaryDirectory(prefix="genai-jobs-") as folder:
        with Server(sys.argv[1], Path(folder)) as server:
            for test in tests:
                name = test.__name__.removeprefix("test_").replace("_", " ")
                try:
                    test(server)
                except Broken as broken:
                    print(f"{name}: {broken}\n{server.log.read_text()[-3000:]}")
                    return 1
                print(name, flush=True)
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
