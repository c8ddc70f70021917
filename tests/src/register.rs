//! Files of the register for the tests that import them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use lateral::app::Caller;
use lateral::app::directory::Report;
use lateral::app::directory::import::{NotImported, Wanted, import};
use lateral::register::{Kind, Source};

use crate::app::TestApp;

/// The least that a file of the register has for columns.
pub const HEADER: &str = "\"URN\",\"LA (code)\",\"LA (name)\",\"EstablishmentName\",\"EstablishmentStatus (code)\"\r\n";

/// A row of open schools with these URNs.
pub fn open_schools(urns: std::ops::Range<i32>) -> String {
    urns.map(|urn| format!("{urn},\"201\",\"City of London\",\"School {urn}\",\"1\"\r\n")).collect()
}

/// The folder of the real data.
pub fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/gias").join(file)
}

/// The real register.
pub const REGISTER: &str = "edubasealldata-20220706.csv.gz";
/// Its file of links.
pub const LINKS: &str = "links_edubasealldata-20220705.csv.gz";

/// A file of the real data, unpacked.
pub fn unpacked(file: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = fs::File::open(data(file)).expect("the repository carries the register");
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).expect("the file is whole");
    bytes
}

/// The rows of these schools in a file of the real data, in the file's own dialect. What was otherwise before is put back by
/// `before`: of which school, in which column.
pub fn real_rows(file: &str, urns: &[i32], before: &[(i32, &str, &str)]) -> Vec<u8> {
    let unpacked = unpacked(file);
    let mut reader = csv::Reader::from_reader(unpacked.as_slice());
    let header = reader.byte_headers().expect("the file has a first row").clone();
    let column = |name: &str| header.iter().position(|it| it == name.as_bytes()).expect("the file has the column");
    let (urn, mut made) = (column("URN"), csv::Writer::from_writer(Vec::new()));
    made.write_byte_record(&header).expect("memory takes every row");
    for row in reader.byte_records() {
        let row = row.expect("the rows of the file are whole");
        let school = std::str::from_utf8(&row[urn]).ok().and_then(|it| it.parse().ok()).expect("a real row has a URN");
        if !urns.contains(&school) {
            continue;
        }
        let mut cells: Vec<_> = row.iter().map(<[u8]>::to_vec).collect();
        for (_, name, value) in before.iter().filter(|(of, ..)| *of == school) {
            cells[column(name)] = value.as_bytes().to_vec();
        }
        made.write_record(cells).expect("memory takes every row");
    }
    made.into_inner().expect("memory is never full of one file")
}

/// A file that is removed with the test.
pub struct TestFile(PathBuf);

impl TestFile {
    /// Writes a file.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        let name = format!("lateral-test-{}.csv", lateral::app::Ids.uuid().simple());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).expect("the folder of temporary files takes one more");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        // A file that is gone already is no fault of the test.
        let _ = fs::remove_file(&self.0);
    }
}

impl TestApp {
    /// Imports a file of the register.
    pub async fn import(&self, file: impl AsRef<[u8]>) -> Result<Report, NotImported> {
        let file = TestFile::of(file);
        self.import_from(file.path(), None, false).await
    }

    /// Imports, by force, a file that holds only some of the schools.
    pub async fn import_part(&self, file: impl AsRef<[u8]>) -> Result<Report, NotImported> {
        let file = TestFile::of(file);
        self.import_from(file.path(), None, true).await
    }

    /// Imports from paths: the register, and its file of links.
    pub async fn import_from(&self, file: &Path, links: Option<&Path>, force: bool) -> Result<Report, NotImported> {
        let open = async |path: &Path, kind| {
            Source::open(&path.to_string_lossy(), kind).await.expect("the file can be opened")
        };
        let links = match links {
            Some(links) => Some(open(links, Kind::Links).await),
            None => None,
        };
        let wanted = Wanted { register: open(file, Kind::Establishments).await, links, force };
        let report = import(&self.app, &Caller::service("test"), wanted, |_| ()).await?;
        self.app.refresh_directory().await.expect("the directory can be read");
        Ok(report)
    }

    /// How many rows a query counts.
    pub async fn count(&self, from: &str) -> i64 {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            count: i64,
        }
        let row = self.owner.row::<Row>(&format!("SELECT count(*) AS count FROM {from}"), []).await;
        row.expect("rows can be counted").expect("a count is a row").count
    }

    /// The reasons that the events of a name told, the oldest first, which are those that their audit entries keep.
    pub async fn reasons(&self, event: &str) -> Vec<String> {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            told: String,
            kept: String,
        }
        let sql = "SELECT coalesce(outbox.body::jsonb -> 'data' ->> 'reason', '') AS told, \
                   coalesce(audit_entry.after::jsonb ->> 'reason', '') AS kept FROM outbox JOIN audit_entry \
                   ON audit_entry.noun_id = outbox.noun_id AND event = name AND audit_entry.at = outbox.at \
                   WHERE name = $1 ORDER BY outbox.at, outbox.id";
        let rows = self.owner.rows::<Row>(sql, persistence::values![event]).await.expect("the events are read");
        assert!(rows.iter().all(|row| row.told == row.kept), "the trail keeps what was told of {event}");
        rows.into_iter().map(|row| row.told).collect()
    }
}
