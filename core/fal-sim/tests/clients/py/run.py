"""Drives the provider's official Python client against a simulator: python run.py <base url> <slow base url>."""

import asyncio
import sys

import fal_client
import fal_client.client as internals
import httpx

BASE, SLOW = sys.argv[1:3]
DEV = "fal-ai/flux/dev"
SMALL = {"prompt": "a lake at dawn", "image_size": {"width": 128, "height": 96}, "seed": 7}


def point_at(base):
    """The client fixes https for its hosts; its module globals are the only way to plain http."""
    internals.RUN_URL_FORMAT = f"{base}/run/"
    internals.QUEUE_URL_FORMAT = f"{base}/queue/"
    internals.REST_URL = f"{base}/rest"
    internals.CDN_URL = f"{base}/cdn"
    return fal_client.SyncClient(key="py-key:secret")


def check_output(output):
    assert len(output["images"]) == 1, output
    assert output["images"][0]["width"] == 128, output
    assert output["seed"] == 7 and output["prompt"] == SMALL["prompt"], output


def fails(status, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except fal_client.client.FalClientHTTPError as error:
        assert error.status_code == status, error
        return error
    raise AssertionError(f"{call} did not fail")


def submit_poll_result():
    client = point_at(BASE)
    handle = client.submit(DEV, SMALL, priority="low", hint="here", start_timeout=30)
    events = list(handle.iter_events(with_logs=True, interval=0.02))
    done = events[-1]
    assert isinstance(done, fal_client.Completed), events
    assert any("28/28 steps" in line["message"] for line in done.logs), done.logs
    assert done.metrics["inference_time"] > 0
    check_output(handle.get())
    check_output(client.result(DEV, handle.request_id))


def subscribe_with_logs():
    client = point_at(SLOW)
    seen = []
    ids = []
    output = client.subscribe(
        DEV, SMALL, with_logs=True, on_queue_update=seen.append, on_enqueue=ids.append
    )
    check_output(output)
    assert len(ids[0]) == 36
    kinds = {type(update) for update in seen}
    assert fal_client.InProgress in kinds and fal_client.Completed in kinds, kinds


def run_and_stream():
    check_output(point_at(BASE).run("fal-ai/flux/schnell", SMALL))
    events = list(point_at(SLOW).stream(DEV, SMALL))
    assert len(events) >= 2, events
    assert events[0]["images"][0]["url"].startswith("data:")
    check_output(events[-1])


def cancel():
    client = point_at(SLOW)
    handle = client.submit(DEV, SMALL)
    handle.cancel()
    assert isinstance(handle.status(), fal_client.Completed)
    fails(499, handle.get)


def upload():
    client = point_at(BASE)
    url = client.upload(b"hello", "text/plain", file_name="hello.txt")
    assert url.endswith("_hello.txt"), url
    assert httpx.get(url).text == "hello"
    picture = httpx.get(client.run(DEV, SMALL)["images"][0]["url"]).content
    image_url = client.upload(picture, "image/jpeg")
    changed = client.subscribe(
        "fal-ai/flux/dev/image-to-image",
        {"prompt": "at night", "image_url": image_url, "strength": 0.8, "seed": 7},
    )
    assert changed["images"][0]["width"] == 128
    inline = fal_client.encode(picture, "image/jpeg")
    changed = client.subscribe("fal-ai/flux/dev/image-to-image", {"prompt": "at night", "image_url": inline})
    assert changed["images"][0]["width"] == 128


def upload_in_parts():
    client = point_at(BASE)
    size = 101 * 1024 * 1024
    url = client.upload(b"\x07" * size, "application/octet-stream", file_name="big.bin")
    assert int(httpx.head(url).headers["content-length"]) == size


def errors():
    client = point_at(BASE)
    bad = fails(422, client.subscribe, DEV, {"prompt": "x", "num_inference_steps": 999})
    assert "less_than_equal" in str(bad.response.json()), bad
    fails(404, client.status, DEV, "nope")
    fails(404, client.submit, "fal-ai/no-such-app", {})
    keyless = fal_client.SyncClient(key="not-a-key")
    assert "Authentication is required" in str(fails(401, keyless.submit, DEV, SMALL))


async def asynchronous():
    point_at(BASE)
    client = fal_client.AsyncClient(key="py-key:secret")
    check_output(await client.subscribe(DEV, SMALL))
    check_output(await client.run(DEV, SMALL))


STEPS = [submit_poll_result, subscribe_with_logs, run_and_stream, cancel, upload, upload_in_parts, errors]
for step in STEPS:
    step()
asyncio.run(asynchronous())
print(f"{len(STEPS) + 1} steps passed")
