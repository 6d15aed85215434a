//! From the login to a batch, with what people get wrong on the way. One studio for all of it, since starting one is most of
//! the time.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::studio::Studio;
use crate::terminal::{Terminal, interrupt};

const MODEL: &str = "fal-ai/flux/schnell";
const SMALL: [&str; 6] = ["-p", "image_size=custom", "-p", "width=256", "-p", "height=256"];

#[tokio::test(flavor = "multi_thread")]
async fn a_power_user_gets_from_the_login_to_a_batch() {
    let studio = Studio::start().await;
    let folder = studio.folder.path().join("home");
    fs::create_dir(&folder).unwrap();
    let terminal = Terminal {
        folder,
        environment: Vec::new(),
    };
    tokio::task::block_in_place(|| {
        logs_in(&terminal, &studio);
        finds_models_and_prices(&terminal);
        generates_and_keeps(&terminal);
        leaves_a_job_running(&terminal);
        files_in_projects(&terminal);
        runs_batches(&terminal);
        logs_out(&terminal, &studio);
    });
    studio.stop().await;
}

fn logs_in(terminal: &Terminal, studio: &Studio) {
    let wrong = format!("aistudio_{}", "0".repeat(48));
    terminal.ends_with_input(5, &["login", "http://127.0.0.1:1"], &studio.key);
    terminal.ends_with_input(2, &["login", "127.0.0.1"], &studio.key);
    terminal.ends_with_input(2, &["login", &studio.url], "no key\n");
    terminal.ends_with_input(4, &["login", &studio.url], &wrong);
    let error = terminal.refused(2, &["whoami"]);
    assert_eq!(
        (&error["code"], &error["exit_code"]),
        (&json!("usage"), &json!(2)),
        "nothing was kept"
    );

    let told = terminal.ends_with_input(0, &["login", &studio.url], &format!("{}\n", studio.key));
    assert!(
        told.contains("as ada@example.org") && !told.contains(&studio.key),
        "{told}"
    );
    let file = terminal.folder.join(".config/ai-image-studio/logins.json");
    assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(terminal.json(&["whoami"])["user"]["email"], "ada@example.org");
    let elsewhere = terminal.refused(2, &["whoami", "--url", "http://127.0.0.1:1"]);
    assert!(
        elsewhere["message"].as_str().unwrap().contains("no key for"),
        "the key goes nowhere else"
    );
}

fn finds_models_and_prices(terminal: &Terminal) {
    let models = terminal.json(&["models"]);
    assert!(
        models["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|model| model["id"] == MODEL)
    );
    assert!(terminal.ends(0, &["models", MODEL]).contains("num_inference_steps"));
    assert_eq!(terminal.refused(3, &["models", "no/such"])["code"], "not_found");

    let ask = |more: &[&'static str]| [&["generate", "a fox", "--model", MODEL], more].concat();
    let unknown = terminal.refused(2, &ask(&["-p", "size=1"]));
    assert!(unknown["message"].as_str().unwrap().contains("image_size"), "{unknown}");
    terminal.refused(2, &ask(&["-p", "num_inference_steps=many"]));
    let far = terminal.refused(3, &ask(&["-p", "num_inference_steps=9999"]));
    assert_eq!(far["fields"][0]["field"], "parameters.num_inference_steps", "{far}");
    assert_eq!(
        terminal.refused(3, &["generate", "a fox", "-m", "no/such"])["code"],
        "invalid"
    );

    let price = terminal.json(&ask(&["--num", "2", "--dry-run"]));
    assert!(
        price["estimate"]["cost"]["expected_credits"].as_f64().unwrap() > 0.0,
        "{price}"
    );
    assert_eq!(
        terminal.json(&["queue", "list"])["items"],
        json!([]),
        "a price costs nothing"
    );
}

fn generates_and_keeps(terminal: &Terminal) {
    let mut watching = terminal.spawn(&["watch", "--json"]);
    let mut watched = BufReader::new(watching.stdout.take().unwrap());
    let ask = [
        &[
            "generate",
            "a fox",
            "-m",
            MODEL,
            "--idempotency-key",
            "first",
            "-o",
            "pictures",
        ],
        &SMALL[..],
    ]
    .concat();
    let made = terminal.json(&ask);
    let (job, file) = (&made["job"], made["files"][0].as_str().unwrap());
    assert_eq!(
        (&job["status"], &job["parameters"]["width"]),
        (&json!("completed"), &json!(256))
    );
    assert!(file.starts_with("pictures/a-fox-"), "{file}");
    assert!(fs::metadata(terminal.folder.join(file)).unwrap().len() > 100);
    assert_eq!(terminal.json(&ask)["job"]["id"], job["id"], "carried out once");

    let mut line = String::new();
    watched.read_line(&mut line).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], job["id"]);
    interrupt(&watching);
    assert_eq!(watching.wait().unwrap().code(), Some(0));

    let image = job["images"][0]["id"].as_str().unwrap();
    assert_eq!(
        terminal.json(&["images", "tag", image, "--add", "Red,night sky"])["changed"],
        1
    );
    let found = terminal.json(&["images", "list", "--tag", "night sky", "--query", "fox"]);
    assert_eq!(found["items"][0]["tags"], json!(["red", "night sky"]), "{found}");
    assert!(terminal.ends(0, &["images", "show", image]).contains("256×256"));
    assert_eq!(
        terminal.refused(3, &["images", "list", "--aspect", "wide"])["fields"][0]["field"],
        "aspect"
    );
    assert!(
        terminal
            .ends(0, &["images", "download", image, "-o", "again"])
            .starts_with("again/a-fox-")
    );
    assert_eq!(terminal.json(&["images", "delete", image])["changed"], 1);
    assert_eq!(terminal.ends(0, &["images", "list"]), "no pictures\n");

    let id = job["id"].as_str().unwrap();
    assert!(
        terminal
            .ends(0, &["queue", "list", "--status", "completed"])
            .contains(id)
    );
    assert_eq!(terminal.refused(3, &["queue", "retry", id])["code"], "conflict");
    terminal.ends(2, &["queue", "show", "fox"]);
}

/// Ctrl-C leaves the job running and says so.
fn leaves_a_job_running(terminal: &Terminal) {
    let waiting = terminal.spawn(&[
        "generate",
        "an owl that is waited for",
        "-m",
        MODEL,
        "--num",
        "4",
        "--wait",
    ]);
    let job = loop {
        let jobs = terminal.json(&["queue", "list", "--limit", "1"]);
        if jobs["items"][0]["prompt"] == "an owl that is waited for" {
            break jobs["items"][0]["id"].as_str().unwrap().to_owned();
        }
    };
    interrupt(&waiting);
    let mut told = String::new();
    let mut waiting = waiting;
    waiting.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    let code = waiting.wait().unwrap().code();
    // On a quick machine the job may have ended before.
    assert!(
        code == Some(0) || (code == Some(130) && told.contains("the job goes on")),
        "{code:?}: {told}"
    );
    assert_eq!(
        terminal.json(&["queue", "show", &job, "--follow"])["job"]["status"],
        "completed"
    );
}

fn files_in_projects(terminal: &Terminal) {
    let made = terminal.json(&["projects", "create", "Winter foxes", "--tags", "fox", "-m", MODEL]);
    let id = made["project"]["id"].as_str().unwrap();
    let ask = [
        &["generate", "a fox in snow", "--project", "Winter foxes", "--wait"],
        &SMALL[..],
    ]
    .concat();
    let job = &terminal.json(&ask)["job"];
    assert_eq!((&job["project_id"], &job["model_id"]), (&json!(id), &json!(MODEL)));
    assert_eq!(terminal.json(&["projects", "show", id])["project"]["image_count"], 1);
    assert!(terminal.ends(0, &["projects", "list"]).contains("Winter foxes"));
    terminal.refused(2, &["projects", "show", "Summer"]);
    terminal.ends(0, &["projects", "export", "Winter foxes", "-o", "winter.zip"]);
    is_archive(&terminal.folder.join("winter.zip"));
    terminal.refused(2, &["projects", "export", id, "-o", "winter.zip"]);
}

fn runs_batches(terminal: &Terminal) {
    fs::write(terminal.folder.join("prompts.txt"), "a red fox\n\na white fox\n").unwrap();
    fs::write(
        terminal.folder.join("table.csv"),
        "prompt,num_images\na fox,1\nan owl,99\n",
    )
    .unwrap();
    let ask = [
        &["batch", "submit", "--prompts", "prompts.txt", "-m", MODEL],
        &SMALL[..],
    ]
    .concat();
    assert!(terminal.refused(2, &ask)["message"].as_str().unwrap().contains("--yes"));
    assert_eq!(
        terminal.json(&["batch", "list"])["items"],
        json!([]),
        "nothing was begun"
    );
    let done = terminal.json(&[&ask[..], &["--yes", "--wait", "--name", "Two foxes"]].concat());
    assert_eq!(done["batch"]["counts"]["completed"], 2, "{done}");
    let id = done["batch"]["id"].as_str().unwrap();
    assert!(terminal.ends(0, &["batch", "show", id]).contains("2 of 2 done"));
    assert_eq!(terminal.refused(3, &["batch", "pause", id])["code"], "conflict");
    terminal.ends(0, &["batch", "export", id, "-o", "foxes.zip"]);
    is_archive(&terminal.folder.join("foxes.zip"));

    let wrong = terminal.refused(3, &["batch", "submit", "--csv", "table.csv", "-m", MODEL, "--yes"]);
    assert!(wrong["message"].as_str().unwrap().contains("1 of 2 rows"), "{wrong}");
    let template = [
        "batch",
        "submit",
        "--template",
        "a {{ color }} fox",
        "--list",
        "color=red,white",
        "-m",
        MODEL,
    ];
    let forecast = terminal.json(&[&template[..], &["--vary", "num_inference_steps=2,4", "--dry-run"]].concat());
    assert_eq!(forecast["forecast"]["rows"], 4, "{forecast}");
}

#[track_caller]
fn is_archive(file: &Path) {
    assert_eq!(&fs::read(file).unwrap()[..2], b"PK", "{}", file.display());
}

/// The environment goes over what is stored.
fn logs_out(terminal: &Terminal, studio: &Studio) {
    terminal.ends(0, &["logout"]);
    terminal.ends(2, &["logout"]);
    let by_environment = Terminal {
        folder: terminal.folder.clone(),
        environment: vec![
            ("STUDIO_URL", studio.url.clone()),
            ("STUDIO_API_KEY", studio.key.clone()),
        ],
    };
    assert!(by_environment.ends(0, &["whoami"]).contains("ada@example.org"));
    assert!(terminal.ends(0, &["completion", "bash"]).contains("generate"));
}
