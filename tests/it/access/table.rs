//! The table of role and action in `tests/it/access.txt`, made from the policy itself. Review its diff.

use std::fs;
use std::path::Path;

use domain::access::{Acting, Action, Actor, FactOf, Role};
use domain::directory::{Alliance, School};
use domain::identity::{Person, PlaceKind};
use domain::{Id, Word};
use uuid::Uuid;

const HEAD: &str =
    "Who may do what, printed from the policy. Columns are who acts; the service itself may do everything.

  m  with everything the actor's own: at their school or alliance, about themselves
  o  at the actor's own school or alliance, about somebody else
  h  where only the host of a deployment is the actor's own school
  s  about themselves, at somebody else's school or alliance
  x  at a school or alliance, and about a person, that is nothing to do with them
";

/// How the facts of an action stand to the actor.
#[derive(Clone, Copy)]
struct Facts {
    letter: char,
    flag: bool,
}

const LETTERS: [char; 5] = ['m', 'o', 'h', 's', 'x'];

fn id<N>(n: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn own_or_other<N>(own: bool) -> Id<N> {
    id(if own { 1 } else { 2 })
}

impl FactOf<Id<School>> for Facts {
    fn fact(&self, name: &'static str) -> Id<School> {
        own_or_other(match self.letter {
            'm' | 'o' => name != "host",
            'h' => name == "host",
            _ => false,
        })
    }
}

impl FactOf<Id<Alliance>> for Facts {
    fn fact(&self, _: &'static str) -> Id<Alliance> {
        own_or_other(matches!(self.letter, 'm' | 'o'))
    }
}

impl FactOf<Id<Person>> for Facts {
    fn fact(&self, _: &'static str) -> Id<Person> {
        own_or_other(matches!(self.letter, 'm' | 's'))
    }
}

impl FactOf<bool> for Facts {
    fn fact(&self, _: &'static str) -> bool {
        self.flag
    }
}

impl<N> FactOf<Option<Id<N>>> for Facts
where
    Facts: FactOf<Id<N>>,
{
    fn fact(&self, name: &'static str) -> Option<Id<N>> {
        Some(FactOf::<Id<N>>::fact(self, name))
    }
}

fn actors() -> Vec<(&'static str, Actor)> {
    let acting = |role: Role| {
        Actor::Acting(Acting {
            person: id(1),
            membership: id(9),
            role,
            school: (role.held_at() == PlaceKind::School).then(|| id(1)),
            alliance: (role.held_at() == PlaceKind::Alliance).then(|| id(1)),
        })
    };
    let somebody = [("stranger", Actor::Stranger), ("person", Actor::Person(id(1)))];
    somebody.into_iter().chain(Role::ALL.iter().map(|role| (role.as_str(), acting(*role)))).collect()
}

/// For one action, by its place in the list, what each actor may do.
fn row(index: usize, flag: bool) -> Vec<String> {
    let may = |actor: &Actor| {
        let allowed =
            LETTERS.iter().filter(|letter| actor.can(Action::every(&Facts { letter: **letter, flag })[index]));
        let letters: String = allowed.collect();
        if letters.is_empty() { "-".to_owned() } else { letters }
    };
    actors().iter().map(|(_, actor)| may(actor)).collect()
}

fn printed() -> String {
    let names = actors().into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
    let line = |name: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!(" {cell:>11}")).collect();
        format!("{name:<34}{cells}\n")
    };
    let mut table = format!("{HEAD}\n{}", line("", &names));
    for (index, name) in Action::NAMES.iter().enumerate() {
        let (plain, flagged) = (row(index, false), row(index, true));
        if plain == flagged {
            table += &line(name, &plain);
        } else {
            table += &line(&format!("{name} (before)"), &plain);
            table += &line(&format!("{name} (once signed)"), &flagged);
        }
    }
    table
}

#[test]
fn the_reviewed_table_is_the_policy() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/access.txt");
    let fresh = printed();
    if fs::read_to_string(&kept).unwrap_or_default() != fresh {
        let printed = Path::new(env!("CARGO_TARGET_TMPDIR")).join("access.txt");
        fs::write(&printed, fresh).unwrap();
        panic!("the policy changed; review the difference, then: cp {} {}", printed.display(), kept.display());
    }
}

#[test]
fn nobody_does_anything_elsewhere_but_operators() {
    for flag in [false, true] {
        for (name, actor) in actors().iter().filter(|(name, _)| *name != "operator") {
            let done = Action::every(&Facts { letter: 'x', flag }).into_iter().filter(|action| actor.can(*action));
            // What alliances charge is told to whoever is signed in; the nation's weights are at no place.
            let national = |action: &Action| {
                let of_weights =
                    matches!(action, Action::AskNationalWhatIf {} | Action::ProposePolicy {} | Action::AnswerPolicy {});
                matches!(action, Action::ReadRateCards {}) || (*name == "analyst" && of_weights)
            };
            let done = done.filter(|action| !national(action));
            assert_eq!(done.collect::<Vec<_>>(), [], "{name}");
        }
    }
}
