//! What is told of a chain that was tampered with, and sums that others can reckon after us.

use proptest::prelude::*;

use super::*;

fn entry(id: u128) -> Entry {
    Entry {
        id: Uuid::from_u128(id),
        at: Timestamp::new("2026-11-09T09:00:00Z".parse().unwrap()),
        request_id: "req-1".into(),
        actor_person_id: Some(Uuid::from_u128(2)),
        actor_membership_id: None,
        actor_role: Some("head".into()),
        event: "offer.published".into(),
        noun: "Offer".into(),
        noun_id: Uuid::from_u128(3),
        before: None,
        after: Some("{\"offer\":\"ofr_3\"}".into()),
        reason: None,
    }
}

/// Entries and their links, in order.
fn chained(ids: impl IntoIterator<Item = u128>) -> Vec<(Link, Entry)> {
    let mut chain = Chain::EMPTY;
    ids.into_iter().map(entry).map(|it| (chain.link(&it), it)).collect()
}

/// Follows links with their entries as they are now, and tells where they break.
fn followed<'a>(kept: impl IntoIterator<Item = (&'a Link, Option<&'a Entry>)>) -> Option<(i64, Fault)> {
    let mut chain = Chain::EMPTY;
    let broken = kept.into_iter().find_map(|(link, entry)| chain.follow(link, entry).err());
    broken.map(|it| (it.place, it.fault))
}

fn whole(kept: &[(Link, Entry)]) -> Option<(i64, Fault)> {
    followed(kept.iter().map(|(link, entry)| (link, Some(entry))))
}

#[test]
fn the_sums_are_those_that_anybody_reckons() {
    // Reckoned by another program from what this module says of the form.
    let kept = chained([1, 4]);
    assert_eq!(kept[0].0.digest.to_string(), "5498e1500cdc1a0ab5d4aaf6938b23eee5803624ff36b5f5fdb1c404b1277514");
    assert_eq!(kept[0].0.head.to_string(), "154fd1ae3b4cc9d250ada05b4848e95c7c4bbc69a5d993fa66f3dc4921b22eb2");
    assert_eq!(kept[1].0.head.to_string(), "1331898535d6a45fe0a7aac092ac39eebfc5f8dd019bd66e0ada50f2a7a50a53");
}

#[test]
fn every_column_counts() {
    let changes: [fn(&mut Entry); 12] = [
        |it| it.id = Uuid::from_u128(9),
        |it| it.at = it.at.plus_seconds(1),
        |it| it.request_id.push('x'),
        |it| it.actor_person_id = None,
        |it| it.actor_membership_id = Some(Uuid::nil()),
        |it| it.actor_role = None,
        |it| it.event.push('x'),
        |it| it.noun.push('x'),
        |it| it.noun_id = Uuid::nil(),
        |it| it.before = Some(String::new()),
        |it| it.after = None,
        |it| it.reason = Some(String::new()),
    ];
    for (column, change) in changes.into_iter().enumerate() {
        let mut kept = chained([1, 4]);
        change(&mut kept[1].1);
        assert_eq!(whole(&kept), Some((2, Fault::Altered)), "column {column}");
    }
}

#[test]
fn what_moves_from_one_column_to_the_next_is_told() {
    let (mut one, mut other) = (entry(1), entry(1));
    (one.event, one.noun) = ("offer".into(), "sOffer".into());
    (other.event, other.noun) = ("offers".into(), "Offer".into());
    assert_ne!(one.sum(), other.sum());
    (one.before, one.after) = (Some("{}".into()), None);
    (other.before, other.after) = (None, Some("{}".into()));
    (other.event, other.noun) = (one.event.clone(), one.noun.clone());
    assert_ne!(one.sum(), other.sum());
}

#[test]
fn an_entry_or_a_link_that_is_gone_is_told() {
    let kept = chained(1..=4);
    assert_eq!(whole(&kept), None);
    let without = kept.iter().map(|(link, entry)| (link, (link.place != 3).then_some(entry)));
    assert_eq!(followed(without), Some((3, Fault::EntryMissing)));
    let cut = kept.iter().filter(|(link, _)| link.place != 2).map(|(link, entry)| (link, Some(entry)));
    assert_eq!(followed(cut), Some((2, Fault::LinkMissing)));
}

#[test]
fn entries_that_changed_places_and_one_that_was_put_in_are_told() {
    let mut kept = chained(1..=4);
    // The links are left as they were.
    let (second, third) = (kept[1].1.clone(), kept[2].1.clone());
    (kept[1].1, kept[2].1) = (third, second);
    assert_eq!(whole(&kept), Some((2, Fault::Altered)));

    // The links change places with them.
    let mut kept = chained(1..=4);
    kept.swap(1, 2);
    kept.iter_mut().zip(1..).for_each(|((link, _), place)| link.place = place);
    assert_eq!(whole(&kept), Some((2, Fault::OutOfOrder)));

    // Another is put in, and follows the one before it; the next follows it no more.
    let mut kept = chained(1..=4);
    let put_in = chained([1, 2, 9]).pop().unwrap();
    kept.insert(2, put_in);
    kept.iter_mut().zip(1..).for_each(|((link, _), place)| link.place = place);
    assert_eq!(whole(&kept), Some((4, Fault::OutOfOrder)));
}

proptest! {
    #[test]
    fn a_chain_is_one_however_it_is_cut_into_turns(entries in 0_usize..40, cut in 0_usize..40) {
        let all = chained(1..=entries as u128);
        let mut chain = Chain::EMPTY;
        let (first, then) = all.split_at(cut.min(entries));
        let again: Vec<_> = first.iter().map(|(_, it)| chain.link(it)).collect();
        let mut later = Chain { place: chain.place, head: chain.head };
        let again: Vec<_> = again.into_iter().chain(then.iter().map(|(_, it)| later.link(it))).collect();
        prop_assert_eq!(again, all.iter().map(|(link, _)| link.clone()).collect::<Vec<_>>());
        prop_assert_eq!(whole(&all), None);
    }
}
