//! The provider's JavaScript client, `@fal-ai/client` 1.10.1, against the simulator.

use crate::clients::{cache, installed, mark_installed, pair, run, sources};

#[tokio::test(flavor = "multi_thread")]
async fn the_official_javascript_client_works() {
    let (sources, cache) = (sources("js"), cache("js"));
    for file in ["package.json", "package-lock.json", "run.mjs"] {
        std::fs::copy(sources.join(file), cache.join(file)).unwrap();
    }
    let wanted = std::fs::read_to_string(sources.join("package-lock.json")).unwrap();
    if !installed(&cache, &wanted) {
        run("npm", &cache, &["ci", "--no-audit", "--no-fund"]).await;
        mark_installed(&cache, &wanted);
    }
    let (fast, slow) = pair().await;
    run("node", &cache, &["run.mjs", fast.base_url(), slow.base_url()]).await;
}
