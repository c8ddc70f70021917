//! The Docker files, read (SETTLED 26): no engine builds them in our tests, so that what they say of each other, of the
//! repository and of the service is true is held here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use lateral::config::{Config, Needs};
use yaml_rust2::{Yaml, YamlLoader};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// One instruction of the Dockerfile.
struct Instruction {
    /// The number of the stage in which it stands, from 1.
    stage: usize,
    word: String,
    rest: String,
}

fn instructions() -> Vec<Instruction> {
    let whole = text("Dockerfile").replace("\\\n", " ");
    let lines = whole.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut stage = 0;
    let read = lines.map(|line| {
        let (word, rest) = line.split_once(' ').unwrap();
        stage += usize::from(word == "FROM");
        Instruction { stage, word: word.to_owned(), rest: rest.trim().to_owned() }
    });
    read.collect()
}

/// The compose file, with merged keys written out.
fn compose() -> Yaml {
    written_out(&YamlLoader::load_from_str(&text("compose.yaml")).unwrap()[0])
}

fn written_out(it: &Yaml) -> Yaml {
    match it {
        Yaml::Array(list) => Yaml::Array(list.iter().map(written_out).collect()),
        Yaml::Hash(entries) => {
            let merge = Yaml::String("<<".into());
            let mut all = match entries.get(&merge) {
                Some(merged) => written_out(merged).into_hash().unwrap(),
                None => Default::default(),
            };
            for (key, value) in entries.iter().filter(|(key, _)| **key != merge) {
                all.insert(key.clone(), written_out(value));
            }
            Yaml::Hash(all)
        }
        other => other.clone(),
    }
}

fn keys(of: &Yaml) -> BTreeSet<String> {
    of.as_hash().into_iter().flatten().map(|(key, _)| key.as_str().unwrap().to_owned()).collect()
}

/// The settings of a service, with every password filled in, over those of the image.
fn environment(service: &Yaml) -> BTreeMap<String, String> {
    let image = instructions().into_iter().filter(|it| it.word == "ENV");
    let image =
        image.map(|it| it.rest.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap());
    let own = service["environment"].as_hash().into_iter().flatten();
    let own = own.map(|(name, value)| {
        let value = value.as_str().unwrap();
        let (before, rest) = value.split_once("${").unwrap_or((value, "}"));
        let after = rest.split_once('}').unwrap().1;
        let filled = if rest == "}" { before.to_owned() } else { format!("{before}filled-in{after}") };
        (name.as_str().unwrap().to_owned(), filled)
    });
    image.chain(own).collect()
}

#[test]
fn the_image_is_built_in_stages_from_what_is_here_and_run_without_rights() {
    let all = instructions();
    let stages: Vec<_> = all.iter().filter(|it| it.word == "FROM").collect();
    let last = stages.len();
    assert!(last >= 2, "what builds is not what runs");
    let rust = text("Cargo.toml").lines().find_map(|it| it.strip_prefix("rust-version = ").map(str::to_owned)).unwrap();
    assert!(stages[0].rest.starts_with(&format!("rust:{}", rust.trim_matches('"'))), "{}", stages[0].rest);
    for stage in &stages {
        let image = stage.rest.split(' ').next().unwrap();
        assert!(image.contains(':') && !image.ends_with(":latest"), "{image} names no version");
    }
    let ignored = text(".dockerignore");
    for it in all.iter().filter(|it| it.word == "COPY" || it.word == "ADD") {
        assert_eq!(it.word, "COPY", "nothing is fetched from elsewhere");
        let mut words: Vec<_> = it.rest.split_whitespace().collect();
        words.pop();
        match words[0].strip_prefix("--from=") {
            Some(from) => {
                let earlier = stages[..it.stage - 1].iter().any(|stage| stage.rest.ends_with(&format!(" AS {from}")));
                assert!(earlier, "{from} is no earlier stage");
            }
            None => {
                for source in words {
                    assert!(root().join(source).exists(), "{source} is not here");
                    assert!(!ignored.lines().any(|line| line.trim_matches('/') == source), "{source} is kept out");
                }
            }
        }
    }
    let built =
        all.iter().any(|it| it.word == "RUN" && it.rest.contains("cargo build --release --locked --bin lateral"));
    assert!(built, "what is locked is what is built");
    let user = all.iter().rfind(|it| it.stage == last && it.word == "USER").expect("somebody runs it");
    assert!(
        user.rest.parse::<u32>().is_ok_and(|id| id > 0),
        "{} has rights, or a name that others cannot check",
        user.rest
    );
    let run_after = all.iter().rev().take_while(|it| it.word != "USER").any(|it| it.word == "RUN");
    assert!(!run_after && all.iter().any(|it| it.word == "ENTRYPOINT" && it.rest == r#"["lateral"]"#));
    let port = all.iter().find(|it| it.word == "EXPOSE").unwrap().rest.clone();
    assert!(all.iter().any(|it| it.word == "ENV" && it.rest == format!("LATERAL_LISTEN=0.0.0.0:{port}")));
}

#[test]
fn every_service_has_what_it_names() {
    let compose = compose();
    let (services, volumes) = (keys(&compose["services"]), keys(&compose["volumes"]));
    for (name, service) in compose["services"].as_hash().unwrap() {
        let name = name.as_str().unwrap();
        let image = service["image"].as_str().unwrap();
        assert!(image == "lateral" || image.contains(':'), "{name}: {image} names no version");
        for needed in keys(&service["depends_on"]) {
            assert!(services.contains(&needed), "{name} needs {needed}, which is no service");
            let healthy = service["depends_on"][needed.as_str()]["condition"].as_str() == Some("service_healthy");
            let told = !compose["services"][needed.as_str()]["healthcheck"].is_badvalue();
            assert!(!healthy || told, "{name} waits for {needed}, which does not say how it is");
        }
        for volume in service["volumes"].as_vec().into_iter().flatten() {
            let volume = volume.as_str().unwrap().split(':').next().unwrap();
            assert!(volumes.contains(volume), "{name}: {volume} is declared nowhere");
        }
        for port in service["ports"].as_vec().into_iter().flatten() {
            assert!(port.as_str().unwrap().starts_with("127.0.0.1:"), "{name} is reached from this machine only");
        }
    }
}

#[test]
fn the_service_starts_with_the_settings_that_it_is_given() {
    let compose = compose();
    let (config, readme, services) = (text("api/src/config.rs"), text("README.md"), keys(&compose["services"]));
    let ours = compose["services"].as_hash().unwrap().iter().filter(|(_, it)| it["image"].as_str() == Some("lateral"));
    for (name, service) in ours {
        let (name, settings) = (name.as_str().unwrap(), environment(service));
        for setting in settings.keys() {
            assert!(config.contains(&format!("\"{setting}\"")), "{name}: nobody reads {setting}");
        }
        let read = Config::read(Needs::Owner, |name| settings.get(name).cloned())
            .unwrap_or_else(|problems| panic!("{name}: {problems}"));
        for url in [Some(read.database), read.redis, read.owner_database].into_iter().flatten() {
            let host = url::Url::parse(&url).unwrap().host_str().unwrap().to_owned();
            assert!(services.contains(&host), "{name}: {host} is no service");
        }
        for command in service["command"].as_vec().into_iter().flatten().filter_map(Yaml::as_str) {
            for command in command.split("&&").map(|it| it.trim().trim_start_matches("lateral ")) {
                let verb = command.split(' ').next().unwrap();
                assert!(verb == "cd" || readme.contains(&format!("`lateral {verb}")), "{name}: no command {verb}");
            }
        }
        assert_eq!(settings["LATERAL_LISTEN"], "0.0.0.0:8080", "{name} is reached from outside its container");
        // Where it listens is nobody's address: tokens are issued, and letters speak, of the one that clients use.
        assert_eq!(settings.get("LATERAL_PUBLIC_URL").map(String::as_str), Some("http://127.0.0.1:8080"), "{name}");
        assert_eq!(service["read_only"].as_bool(), Some(true), "{name}");
        // What is imported from an address is kept there while it is read.
        assert_eq!(service["tmpfs"][0].as_str(), Some("/tmp"), "{name}");
        assert_eq!(service["cap_drop"][0].as_str(), Some("ALL"), "{name}");
    }
    let serve = &compose["services"]["api"];
    assert_eq!(serve["command"][0].as_str(), Some("serve"));
    assert!(!environment(serve).contains_key("LATERAL_OWNER_DATABASE_URL"), "who serves owns nothing (SETTLED 22)");
}
