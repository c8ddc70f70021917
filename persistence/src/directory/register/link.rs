//! Which school follows which, as the second file of the register says.

use domain::Word;
use domain::directory::register::Link;

use crate::{DbError, Tx, values};

/// Opens a table for the links of this transaction and fills it.
pub async fn stage_links(tx: &Tx, links: &[Link]) -> Result<(), DbError> {
    tx.run("CREATE TEMPORARY TABLE IF NOT EXISTS staged_link (LIKE school_link) ON COMMIT DROP", []).await?;
    for links in links.chunks(5_000) {
        let schools: Vec<_> = links.iter().map(|it| it.school.number()).collect();
        let linked: Vec<_> = links.iter().map(|it| it.linked.number()).collect();
        let kinds: Vec<_> = links.iter().map(|it| it.kind.as_str().to_owned()).collect();
        let since: Vec<_> =
            links.iter().map(|it| it.established_on.map(|day| day.to_string()).unwrap_or_default()).collect();
        tx.run(
            "INSERT INTO staged_link (school_urn, linked_urn, kind, established_on) \
             SELECT school, linked, kind, nullif(since, '')::date \
             FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) AS it (school, linked, kind, since)",
            values![schools, linked, kinds, since],
        )
        .await?;
    }
    Ok(())
}

/// Keeps the staged links; gives how many are new. A link that a file leaves out stays: history is not taken back.
pub async fn keep_links(tx: &Tx) -> Result<u64, DbError> {
    let known = "UPDATE school_link l SET established_on = t.established_on FROM staged_link t \
        WHERE (l.school_urn, l.linked_urn, l.kind) = (t.school_urn, t.linked_urn, t.kind) \
        AND t.established_on IS NOT NULL AND l.established_on IS DISTINCT FROM t.established_on";
    tx.run(known, []).await?;
    let new = "INSERT INTO school_link (school_urn, linked_urn, kind, established_on) \
        SELECT school_urn, linked_urn, kind, max(established_on) FROM staged_link GROUP BY 1, 2, 3 \
        ON CONFLICT DO NOTHING";
    tx.run(new, []).await
}
