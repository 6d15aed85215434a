// Qwen-Image at fal.ai as a plugin in JavaScript: a whole plugin in one file, against the same contract as the ones in Rust.
//
// The studio calls the four functions at the end, each in a fresh instance; nothing is kept between calls but `state`.
// Names are those of the contract in camel case. u64 is BigInt, `option<T>` is `T | undefined`, a variant is `{tag, val}`,
// and the error of a `result` is thrown.

const MODEL = 'fal-ai/qwen-image';
const NAME = 'Qwen-Image';

// Price and ranges: the model's page and its OpenAPI at fal.ai, read 2026-10.
const MICRODOLLARS_PER_MEGAPIXEL = 20_000;
const MAX_IMAGES = 4;
const MAX_PROMPT_CHARS = 5_000;

// Named sizes in pixels: fal's image toolkit, read 2026-10.
const SIZES = {
  square_hd: [1024, 1024],
  square: [512, 512],
  portrait_4_3: [768, 1024],
  portrait_16_9: [576, 1024],
  landscape_4_3: [1024, 768],
  landscape_16_9: [1024, 576],
};

const SIZE_LABELS = {
  square_hd: 'Square HD 1:1',
  square: 'Square 1:1',
  portrait_4_3: 'Portrait 3:4',
  portrait_16_9: 'Portrait 9:16',
  landscape_4_3: 'Landscape 4:3',
  landscape_16_9: 'Landscape 16:9',
};

// The form. The host checks parameters against it and fills in the defaults before it calls anything but `describe`.
const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    image_size: {
      title: 'Size',
      description: 'Width and height of the picture.',
      type: 'string',
      enum: Object.keys(SIZES),
      default: 'landscape_4_3',
      'x-ui': {
        group: 'Picture',
        order: 1,
        widget: 'size-tiles',
        sizes: SIZES,
        options: Object.entries(SIZE_LABELS).map(([value, label]) => ({ value, label })),
      },
    },
    num_inference_steps: {
      title: 'Steps',
      description: 'More steps bring more detail and take longer.',
      type: 'integer',
      minimum: 2,
      maximum: 250,
      default: 30,
      'x-ui': { group: 'Quality', order: 1, widget: 'slider', recommended: [20, 50] },
    },
    guidance_scale: {
      title: 'Guidance scale',
      description: 'How closely the picture follows the prompt.',
      type: 'number',
      minimum: 0,
      maximum: 20,
      default: 2.5,
      'x-ui': { group: 'Quality', order: 2, widget: 'slider', step: 0.1 },
    },
    enable_safety_checker: {
      title: 'Safety checker',
      description: 'Blanks pictures that the provider finds unsafe.',
      type: 'boolean',
      default: true,
      'x-ui': { group: 'Output', order: 1, advanced: true },
    },
    output_format: {
      title: 'Format',
      description: 'PNG keeps every pixel; JPEG files are smaller.',
      type: 'string',
      enum: ['png', 'jpeg'],
      default: 'png',
      'x-ui': { group: 'Output', order: 2, advanced: true },
    },
  },
};

const MANIFEST = {
  id: 'qwen-image',
  version: '0.1.0',
  name: 'Qwen-Image (fal.ai)',
  author: 'AI Image Design Studio',
  models: [
    {
      id: MODEL,
      endpoints: [MODEL],
      name: NAME,
      description: 'An open model that writes legible text into its pictures, in Latin and Chinese letters.',
      category: 'text-to-image',
      operations: ['text-to-image'],
      capabilities: ['seed', 'guidance', 'steps', 'safety-checker'],
      parametersSchema: JSON.stringify(SCHEMA),
      presets: [{ name: 'Draft', parameters: JSON.stringify({ num_inference_steps: 12 }) }],
      negativePrompt: 'native',
      maxPromptChars: MAX_PROMPT_CHARS,
      maxImages: MAX_IMAGES,
      prices: [
        {
          microdollars: BigInt(MICRODOLLARS_PER_MEGAPIXEL),
          unit: 'megapixel',
          source: `https://fal.ai/models/${MODEL}`,
          readOn: '2026-10-01',
        },
      ],
      typicalDurationMs: 12_000,
      documentationUrl: `https://fal.ai/models/${MODEL}`,
      licenceNote: 'Apache 2.0: results may be used commercially.',
      bestFor: ['text in pictures', 'posters', 'open model'],
    },
  ],
};

// Errors of the contract.
const refuse = (field, message) => ({ tag: 'invalid-input', val: [{ field, message }] });
const internal = (message) => ({ tag: 'internal', val: message });

// The first 300 characters. Never more than 600 units of an answer of megabytes are taken apart: a character is one or two.
const cut = (text) => Array.from(String(text).slice(0, 600)).slice(0, 300).join('');
const megapixels = ([width, height], pixels) => Math.ceil((width * height) / pixels);

// The provider does not say whether a megapixel is 2^20 or 10^6 pixels: the former is expected, the latter is held.
function costs(job, parameters) {
  const size = SIZES[parameters.image_size];
  const each = (count) => BigInt(MICRODOLLARS_PER_MEGAPIXEL * job.numImages * count);
  return { expected: each(megapixels(size, 2 ** 20)), high: each(megapixels(size, 1e6)), size };
}

// `(castle:1.3)`, `((castle))` and `[castle]` weigh words in other tools. This model would paint the brackets, so the words stay, the
// syntax goes, and a note tells the user.
const WEIGHTS = /\(([^()[\]]+):\s*\d+(?:\.\d+)?\s*\)|\(\(([^()[\]]+)\)\)|\[([^()[\]]+)\]/g;

function withoutWeights(text, what) {
  const removed = [];
  const plain = text.replace(WEIGHTS, (whole, weighted, doubled, square) => {
    removed.push(whole);
    return weighted ?? doubled ?? square;
  });
  const notes = removed.map((piece) => cut(`${NAME} takes no prompt weights: “${piece}” in the ${what} went out as plain words.`));
  return { plain, notes: notes.slice(0, 5) };
}

// One failure of the provider, by status and type, never by its words. Shapes: fal's documentation, "Model Errors", read 2026-10.
function explain(status, text) {
  if (status === 429) return { tag: 'rate-limited', val: 4000n };
  let detail;
  try {
    detail = JSON.parse(text)?.detail;
  } catch {
    detail = undefined;
  }
  if (Array.isArray(detail) && detail.length > 0) return explainItems(detail);
  const words = cut(typeof detail === 'string' ? detail : text);
  if (status === 408 || status >= 500) return { tag: 'unavailable', val: `HTTP ${status}: ${words}` };
  if (status === 422) return { tag: 'rejected', val: words || 'The model refused the request without a reason.' };
  return internal(`HTTP ${status}: ${words}`);
}

const OURS = new Set(['prompt', 'negative_prompt', 'num_images', 'seed']);

function explainItems(items) {
  const content = items.find((item) => item?.type === 'content_policy_violation');
  if (content) return { tag: 'rejected', val: cut(content.msg) };
  const complaints = items.slice(0, 20).map((item) => {
    const path = (Array.isArray(item?.loc) ? item.loc : []).filter((part) => part !== 'body').join('.');
    const field = OURS.has(path) ? path : path ? `parameters.${path}` : 'parameters';
    return { field: cut(field), message: cut(item?.msg ?? 'is not accepted') };
  });
  return { tag: 'invalid-input', val: complaints };
}

const isFile = (url) => typeof url === 'string' && /^https:\/\/[^\s/]+\/\S+$/.test(url);
const isSide = (value) => value == null || (Number.isInteger(value) && value > 0 && value < 2 ** 31);

function read(job, body) {
  let result;
  try {
    result = JSON.parse(body);
  } catch {
    throw internal('the answer is not JSON');
  }
  const images = result?.images;
  if (!Array.isArray(images) || images.length === 0) throw internal('the answer has no picture');
  if (images.length > job.numImages) throw internal(`the answer has ${images.length} pictures instead of ${job.numImages}`);
  if (!images.every((image) => isFile(image?.url))) throw internal('a picture of the answer has no usable address');
  if (!images.every((image) => isSide(image.width) && isSide(image.height))) throw internal('a picture of the answer has no size');
  return { images, result };
}

export function describe() {
  return MANIFEST;
}

export function estimate(job) {
  const { expected, high, size } = costs(job, JSON.parse(job.parameters));
  return {
    lowMicrodollars: expected,
    expectedMicrodollars: expected,
    highMicrodollars: high,
    basis: `${job.numImages} × ${megapixels(size, 2 ** 20)} MP × $0.02`,
  };
}

export function start(job) {
  const addOn = job.prompt.match(/<lora:[^>]*>/);
  if (addOn) throw refuse('prompt', cut(`${NAME} takes no LoRA: remove “${addOn[0]}” from the prompt`));
  const prompt = withoutWeights(job.prompt, 'prompt');
  const negative = withoutWeights(job.negativePrompt ?? '', 'negative prompt');
  const input = {
    ...JSON.parse(job.parameters),
    prompt: prompt.plain,
    num_images: job.numImages,
    // A seed is below 2^32, so a number holds it exactly.
    seed: Number(job.seed),
  };
  if (job.negativePrompt !== undefined) input.negative_prompt = negative.plain;
  return {
    tag: 'call',
    val: {
      endpoint: MODEL,
      input: JSON.stringify(input),
      startTimeoutMs: 0,
      state: new Uint8Array(),
      label: 'generate',
      notes: [...prompt.notes, ...negative.notes],
    },
  };
}

export function resume(job, _state, answer) {
  if (answer.tag === 'refusal') throw explain(answer.val.status, answer.val.body);
  const { images, result } = read(job, answer.val.body);
  const flags = Array.isArray(result.has_nsfw_concepts) ? result.has_nsfw_concepts : [];
  const seed = Number.isSafeInteger(result.seed) && result.seed >= 0 ? BigInt(result.seed) : undefined;
  const units = answer.val.billableUnits;
  const billed = units >= 0 && units <= 1e6 ? BigInt(Math.round(units * MICRODOLLARS_PER_MEGAPIXEL)) : undefined;
  const seconds = result.timings?.inference;
  const notes = [];
  if (images.length < job.numImages) notes.push(`${images.length} of ${job.numImages} pictures were delivered.`);
  if (seed !== undefined && seed !== job.seed) notes.push(`The provider used the seed ${seed} instead of ${job.seed}.`);
  return {
    tag: 'done',
    val: {
      files: images.map((image, index) => ({
        url: image.url,
        kind: 'image',
        width: image.width ?? undefined,
        height: image.height ?? undefined,
        flagged: flags[index] === true,
        // The one seed of the answer belongs to its first picture.
        seed: index === 0 ? seed : undefined,
      })),
      effectivePrompt: undefined,
      costMicrodollars: billed ?? costs(job, JSON.parse(job.parameters)).expected,
      inferenceSeconds: seconds >= 0 && seconds < 1e6 ? seconds : undefined,
      notes,
    },
  };
}
