//! Runs real servers. Needs PostgreSQL's programs on the machine, as `cargo xtask test` installs them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use studio_pg_cluster::{Cluster, Error, Tuning};

/// A folder that the server's account can reach, removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("studio-pg-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        Self(dir)
    }

    fn start(&self, tuning: Tuning) -> Cluster {
        Cluster::builder(self.0.join("pg")).tuning(tuning).start().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn value(cluster: &Cluster, sql: &str) -> String {
    cluster.execute("studio", sql).unwrap()[0][0].clone().unwrap()
}

fn alive(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[test]
fn data_survives_stop_kill_and_restart() {
    let folder = Folder::new("lifecycle");
    let mut cluster = folder.start(Tuning::Durable);
    assert_eq!(value(&cluster, "SHOW fsync"), "on");
    assert_eq!(value(&cluster, "SHOW listen_addresses"), "");
    cluster
        .execute("studio", "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)")
        .unwrap();

    let first = cluster.pid().unwrap();
    cluster.kill().unwrap();
    assert!(!alive(first) && cluster.pid().is_none());
    assert!(!cluster.is_running());
    cluster.restart().unwrap();
    assert!(cluster.is_running());
    assert_eq!(value(&cluster, "SELECT count(*) FROM kept"), "1");

    cluster.stop().unwrap();
    cluster.stop().unwrap();
    let cluster = folder.start(Tuning::Durable);
    assert!(!cluster.was_running());
    assert_eq!(value(&cluster, "SELECT count(*) FROM kept"), "1");
}

#[test]
fn the_studios_role_owns_its_database_and_is_no_superuser() {
    let folder = Folder::new("role");
    let cluster = folder.start(Tuning::Test);
    let rows = cluster
        .execute(
            "studio",
            "SELECT rolsuper, pg_get_userbyid(datdba) FROM pg_roles, pg_database
             WHERE rolname = 'studio' AND datname = 'studio'",
        )
        .unwrap();
    assert_eq!(rows, [[Some("f".to_owned()), Some("studio".to_owned())]]);
    assert_eq!(value(&cluster, "SELECT lower('ÄÉ')"), "äé");
    assert_eq!(value(&cluster, "SHOW fsync"), "off");
}

#[test]
fn a_running_server_is_used_and_left_running() {
    let folder = Folder::new("reuse");
    let mut owner = folder.start(Tuning::Test);
    let guest = folder.start(Tuning::Test);
    assert!(guest.was_running() && !owner.was_running());
    assert_eq!((guest.pid(), guest.url("studio")), (owner.pid(), owner.url("studio")));
    drop(guest);
    assert_eq!(value(&owner, "SELECT 1"), "1");

    owner.stop().unwrap();
    assert!(Cluster::builder(folder.0.join("pg")).find_running().unwrap().is_none());
}

#[test]
fn a_server_left_running_is_found_and_can_be_stopped() {
    let folder = Folder::new("leave");
    let cluster = folder.start(Tuning::Test);
    let pid = cluster.pid();
    cluster.leave_running();
    let mut found = Cluster::builder(folder.0.join("pg")).find_running().unwrap().unwrap();
    assert_eq!(found.pid(), pid);
    found.stop().unwrap();
    assert!(Cluster::builder(folder.0.join("pg")).find_running().unwrap().is_none());
}

#[test]
fn dropping_stops_the_server_it_started() {
    let folder = Folder::new("drop");
    let cluster = folder.start(Tuning::Test);
    let pid = cluster.pid().unwrap();
    drop(cluster);
    assert!(!alive(pid));
}

#[test]
fn the_socket_is_private_and_a_long_path_is_no_obstacle() {
    let folder = Folder::new("long");
    let deep = folder.0.join("a folder with spaces").join("x".repeat(100));
    fs::create_dir_all(&deep).unwrap();
    let cluster = Cluster::builder(deep.join("pg")).tuning(Tuning::Test).start().unwrap();
    let url = cluster.url("studio");
    let socket_dir = PathBuf::from(url.split("host=").nth(1).unwrap());
    assert!(socket_dir.starts_with("/tmp"), "{url}");
    assert_eq!(fs::metadata(&socket_dir).unwrap().permissions().mode() & 0o777, 0o700);
    drop(cluster);
    fs::remove_dir_all(socket_dir).unwrap();
}

#[test]
fn a_folder_with_other_content_is_left_alone() {
    let folder = Folder::new("other");
    let data = folder.0.join("pg/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("thesis.txt"), "precious").unwrap();
    let error = Cluster::builder(folder.0.join("pg")).start().unwrap_err();
    assert!(matches!(error, Error::NotACluster { .. }), "{error}");
    assert_eq!(fs::read_to_string(data.join("thesis.txt")).unwrap(), "precious");
}

#[test]
fn data_of_a_version_that_is_not_installed_is_refused_politely() {
    let folder = Folder::new("version");
    let mut cluster = folder.start(Tuning::Test);
    cluster.stop().unwrap();
    fs::write(folder.0.join("pg/data/PG_VERSION"), "7\n").unwrap();
    let error = Cluster::builder(folder.0.join("pg")).start().unwrap_err();
    assert!(matches!(error, Error::VersionMismatch { wanted: 7, .. }), "{error}");
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let folder = Folder::new("broken");
    let mut cluster = folder.start(Tuning::Test);
    cluster.stop().unwrap();
    fs::write(folder.0.join("pg/data/postgresql.conf"), "no_such_setting = 1\n").unwrap();
    let error = Cluster::builder(folder.0.join("pg")).start().unwrap_err().to_string();
    assert!(error.contains("no_such_setting"), "{error}");
}
