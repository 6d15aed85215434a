-- $1: the owner; $2: how many. Odd rows are the owner's, even ones belong to the others, so that both lie mixed in the table.
WITH words AS (
    SELECT
        ARRAY['a lighthouse in a storm', 'an old tram under rain', 'a quiet harbour at dawn', 'a fox in tall grass',
            'a cathedral of glass', 'a market street at night', 'a paper boat on a canal', 'a glacier under northern lights'] AS subjects,
        ARRAY['oil painting', 'long exposure photograph', 'pencil drawing with fine hatching', 'isometric render', 'watercolour on rough paper'] AS styles,
        ARRAY['soft light from the left, shallow depth of field, muted colours',
            'highly detailed, dramatic clouds, wide angle, low horizon',
            'warm palette, film grain, reflections on wet stone, people far away, 35 mm',
            'minimal, plenty of empty space'] AS details,
        ARRAY['fal-ai/flux/schnell', 'fal-ai/flux/dev', 'fal-ai/flux-pro/v1.1', 'fal-ai/fast-sdxl'] AS models,
        ARRAY[1024, 768, 512, 1344] AS widths,
        ARRAY[768, 1024, 512, 768] AS heights,
        (SELECT array_agg(id ORDER BY id) FROM users WHERE id <> $1) AS others
), picture AS (
    SELECT n, (n / 2) AS k, md5('image' || n) AS digest, words.*
    FROM words, generate_series(1, $2 * 2) AS n
)
INSERT INTO images (
    id, user_id, object_id, file_path, file_url, thumbnail_url, width, height, file_size, format, sha256, average_color,
    placeholder, prompt, negative_prompt, model_id, model_version, parameters, seed, generation_time, cost_microdollars,
    is_favorite, tags, metadata, created_at, updated_at
)
SELECT
    digest::uuid,
    CASE WHEN n % 2 = 1 THEN $1 ELSE others[1 + k % array_length(others, 1)] END,
    md5('object' || n)::uuid,
    'originals/' || digest || '/0.jpg',
    '/api/download/' || digest::uuid,
    '/media/' || digest::uuid || '/512.webp',
    widths[1 + k % 4],
    heights[1 + k % 4],
    150000 + k % 400000,
    'jpeg',
    sha256(digest::bytea),
    '#' || left(digest, 6),
    -- A ThumbHash has some 21 bytes.
    encode(substring(sha256(digest::bytea) FOR 21), 'base64'),
    subjects[1 + k % 8] || ', ' || styles[1 + k % 5] || ', ' || details[1 + k % 4] || ', number ' || k,
    CASE WHEN k % 3 = 0 THEN 'blurry, text, watermark, extra fingers' END,
    models[1 + k % 4],
    '0.1.0',
    jsonb_build_object(
        'image_size', 'landscape_4_3', 'num_inference_steps', 4 + k % 25, 'guidance_scale', 3.5, 'acceleration', 'none',
        'enable_safety_checker', true, 'output_format', 'jpeg', 'width', widths[1 + k % 4], 'height', heights[1 + k % 4]
    ),
    ('x' || left(digest, 8))::bit(32)::bigint,
    0.4 + (k % 100) / 40.0,
    3000,
    k % 20 = 0,
    CASE WHEN k % 5 = 0 THEN ARRAY['kept', 'series ' || k % 50] ELSE '{}' END,
    jsonb_build_object('timings', jsonb_build_object('inference', 0.4 + (k % 100) / 40.0), 'has_nsfw_concepts', false),
    now() - make_interval(mins => k * 10),
    now() - make_interval(mins => k * 10)
FROM picture
