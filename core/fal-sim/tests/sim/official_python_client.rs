//! The provider's Python client, `fal-client` 1.0.3, against the simulator.

use crate::clients::{cache, installed, mark_installed, pair, run, sources};

#[tokio::test(flavor = "multi_thread")]
async fn the_official_python_client_works() {
    let (sources, cache) = (sources("py"), cache("py"));
    let requirements = sources.join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements).unwrap();
    let python = cache.join("venv/bin/python");
    if !installed(&cache, &wanted) {
        run("python3", &cache, &["-m", "venv", "--clear", "venv"]).await;
        let requirements = requirements.to_str().unwrap();
        run(
            &python,
            &cache,
            &["-m", "pip", "install", "--quiet", "--requirement", requirements],
        )
        .await;
        mark_installed(&cache, &wanted);
    }
    let script = sources.join("run.py");
    let (fast, slow) = pair().await;
    run(
        &python,
        &cache,
        &[script.to_str().unwrap(), fast.base_url(), slow.base_url()],
    )
    .await;
}
