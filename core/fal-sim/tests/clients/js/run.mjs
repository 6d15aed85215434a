// Drives the provider's official JavaScript client against a simulator: node run.mjs <base url> <slow base url>.
import assert from "node:assert/strict";
import { ApiError, ValidationError, createFalClient } from "@fal-ai/client";

const [base, slowBase] = process.argv.slice(2);
const HOSTS = {
  "https://queue.fal.run": "/queue",
  "https://fal.run": "/run",
  "https://rest.fal.ai": "/rest",
};

// The client has no setting for its hosts; its middleware may rewrite each URL.
function clientFor(target, credentials = "js-key:secret") {
  return createFalClient({
    credentials,
    requestMiddleware: async (request) => {
      const host = Object.keys(HOSTS).find((host) => request.url.startsWith(`${host}/`));
      assert.ok(host, `unexpected host in ${request.url}`);
      return { ...request, url: target + HOSTS[host] + request.url.slice(host.length) };
    },
    retry: { maxRetries: 0 },
  });
}

const fal = clientFor(base);
const slow = clientFor(slowBase);
const DEV = "fal-ai/flux/dev";
const small = { prompt: "a lake at dawn", image_size: { width: 128, height: 96 }, seed: 7 };

function checkOutput(data) {
  assert.equal(data.images.length, 1);
  assert.equal(data.images[0].width, 128);
  assert.equal(data.seed, 7);
  assert.equal(data.prompt, small.prompt);
}

async function submitPollResult() {
  const queued = await fal.queue.submit(DEV, { input: small, priority: "low", startTimeout: 30, hint: "here" });
  assert.equal(queued.status, "IN_QUEUE");
  let status;
  do {
    status = await fal.queue.status(DEV, { requestId: queued.request_id, logs: true });
  } while (status.status !== "COMPLETED");
  assert.ok(status.logs.some((line) => line.message.includes("28/28 steps")));
  assert.ok(status.metrics.inference_time > 0);
  const result = await fal.queue.result(DEV, { requestId: queued.request_id });
  assert.equal(result.requestId, queued.request_id);
  checkOutput(result.data);
  const file = await fetch(result.data.images[0].url);
  assert.equal(file.headers.get("content-type"), "image/jpeg");
  assert.ok((await file.arrayBuffer()).byteLength > 1000);
}

async function subscribeWithLogs(mode) {
  const seen = [];
  let lines = 0;
  const result = await slow.subscribe(DEV, {
    input: small,
    logs: true,
    mode,
    pollInterval: 50,
    onEnqueue: (id) => seen.push(`enqueued ${id.length}`),
    onQueueUpdate: (update) => {
      seen.push(update.status);
      lines = Math.max(lines, update.logs?.length ?? 0);
    },
  });
  checkOutput(result.data);
  assert.equal(seen[0], "enqueued 36");
  assert.ok(seen.includes("IN_PROGRESS"), seen.join());
  assert.ok(lines > 28, `${lines} log lines in mode ${mode}`);
}

async function runDirectly() {
  const result = await fal.run("fal-ai/flux/schnell", { input: small });
  checkOutput(result.data);
  assert.equal(result.requestId.length, 36);
}

async function stream() {
  const stream = await slow.stream(DEV, { input: small });
  let partials = 0;
  for await (const event of stream) {
    if (event.images[0].url.startsWith("data:")) partials += 1;
  }
  assert.ok(partials >= 1, "no partial pictures");
  checkOutput(await stream.done());
}

async function cancel() {
  const queued = await slow.queue.submit(DEV, { input: small });
  await slow.queue.cancel(DEV, { requestId: queued.request_id });
  await slow.queue.subscribeToStatus(DEV, { requestId: queued.request_id, pollInterval: 50 });
  await assert.rejects(slow.queue.result(DEV, { requestId: queued.request_id }), (error) => error.status === 499);
  await assert.rejects(slow.queue.cancel(DEV, { requestId: queued.request_id }), (error) => error.status === 400);
}

async function upload() {
  const text = new Blob(["hello"], { type: "text/plain" });
  const url = await fal.storage.upload(text);
  assert.equal(await (await fetch(url)).text(), "hello");
  const drawn = await fal.run(DEV, { input: { ...small, output_format: "png" } });
  const picture = await (await fetch(drawn.data.images[0].url)).blob();
  // A blob anywhere in the input is uploaded by the client itself.
  const changed = await fal.subscribe("fal-ai/flux/dev/image-to-image", {
    input: { prompt: "at night", image_url: picture, strength: 0.8, seed: 7 },
  });
  assert.equal(changed.data.images[0].width, 128);
}

async function uploadInParts() {
  const size = 91 * 1024 * 1024;
  const bytes = new Uint8Array(size).fill(7);
  const url = await fal.storage.upload(new Blob([bytes], { type: "application/octet-stream" }));
  const head = await fetch(url, { method: "HEAD" });
  assert.equal(Number(head.headers.get("content-length")), size);
}

async function errors() {
  const bad = fal.subscribe(DEV, { input: { prompt: "x", num_inference_steps: 999 } });
  await assert.rejects(bad, (error) => {
    assert.ok(error instanceof ValidationError);
    assert.equal(error.status, 422);
    assert.equal(error.getFieldErrors("num_inference_steps")[0].type, "less_than_equal");
    return true;
  });
  const early = await slow.queue.submit(DEV, { input: small });
  const unfinished = slow.queue.result(DEV, { requestId: early.request_id });
  await assert.rejects(unfinished, (error) => error instanceof ApiError && error.status === 400);
  await assert.rejects(fal.queue.status(DEV, { requestId: "nope" }), (error) => error.status === 404);
  const keyless = clientFor(base, "not-a-key");
  await assert.rejects(keyless.queue.submit(DEV, { input: small }), (error) => {
    assert.equal(error.status, 401);
    return error.body.detail.startsWith('Cannot access application "fal-ai/flux"');
  });
}

const steps = [
  submitPollResult,
  () => subscribeWithLogs("polling"),
  () => subscribeWithLogs("streaming"),
  runDirectly,
  stream,
  cancel,
  upload,
  uploadInParts,
  errors,
];
for (const step of steps) await step();
console.log(`${steps.length} steps passed`);
