//! Lists of named members: those of the library, and those of a user.

use std::sync::Arc;

use thiserror::Error;

use crate::family::{AsProblem, Family};
use crate::sentence::nearest;

/// The members of one kind that files may name. The library's members come first, then those of a user.
///
/// A clone shares the members until a member is added to either.
#[derive(Clone, Debug)]
pub struct Catalogue<T>(Arc<Vec<T>>);

/// What a catalogue holds.
pub trait Member: Clone {
    /// The words for such members in messages.
    const KIND: Kind;

    /// The name in claim files and on the command line.
    fn name(&self) -> &str;
}

/// A member that is about problems of one family.
pub trait OfOneFamily: Member {
    /// The words between its name and the problems that it is about, such as `is measured on`.
    const IS_ABOUT: &'static str;
    /// The verb for its use, such as `measure`.
    const USE: &'static str;

    /// Returns the family of problems that it is about.
    fn family(&self) -> &'static Family;
}

/// The words for the members of a catalogue in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word for one member.
    pub one: &'static str,
    /// The word for several members.
    pub many: &'static str,
}

/// No member of a catalogue has this name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no {} {name}; {}", kind.one, self.remedy())]
pub struct UnknownName {
    /// The kind of the members of the catalogue.
    pub kind: Kind,
    /// The name that was looked for.
    pub name: String,
    /// All names, joined by commas.
    pub known: String,
}

/// A quantity or a formula is about another family of problems.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name} {is_about} {takes} (with the keys {keys}), but this is {found}; describe {takes}{instead}")]
pub struct OtherFamily {
    name: String,
    is_about: &'static str,
    takes: &'static str,
    keys: &'static str,
    found: &'static str,
    /// The members to use instead; empty if no catalogue of them is available.
    instead: String,
}

impl<T: Member> Catalogue<T> {
    /// Makes a catalogue of these members, in the order in which lists show them.
    pub fn new(members: impl IntoIterator<Item = T>) -> Self {
        Self(Arc::new(members.into_iter().collect()))
    }

    /// Returns all members, in the order in which lists show them.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Whether a member has this name.
    pub fn has(&self, name: &str) -> bool {
        self.iter().any(|member| member.name() == name)
    }

    /// Returns the member of this name.
    ///
    /// # Errors
    ///
    /// [`UnknownName`] if no member has this name; it says which was likely meant.
    pub fn by_name(&self, name: &str) -> Result<&T, UnknownName> {
        let found = self.iter().find(|member| member.name() == name);
        found.ok_or_else(|| UnknownName { kind: T::KIND, name: name.to_owned(), known: self.names(|_| true) })
    }

    /// Adds a member. Its name must differ from those of all other members.
    pub(crate) fn add(&mut self, own: T) {
        Arc::make_mut(&mut self.0).push(own);
    }

    /// Returns the names of some members, joined by commas.
    pub(crate) fn names(&self, of: impl Fn(&T) -> bool) -> String {
        self.iter().filter(|member| of(member)).map(Member::name).collect::<Vec<_>>().join(", ")
    }
}

/// A message lists the names if there are no more.
const FEW: usize = 8;

impl UnknownName {
    /// The name that was likely meant, or all of a few names, or the command that lists them.
    fn remedy(&self) -> String {
        let known: Vec<&str> = self.known.split(", ").collect();
        let many = self.kind.many;
        let with_it: Vec<&str> = known.iter().filter(|known| known.contains(&self.name)).copied().collect();
        match nearest(&self.name, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None if self.name.len() > 2 && (1..=FEW).contains(&with_it.len()) => {
                format!("did you mean {}?", with_it.join(" or "))
            }
            None if known.len() <= FEW => format!("the {many} are: {}", self.known),
            None => format!("`w2s list {many}` shows all {}", known.len()),
        }
    }
}

impl<T: OfOneFamily> Catalogue<T> {
    /// Checks that the problem is of the family that the member is about.
    ///
    /// # Errors
    ///
    /// [`OtherFamily`] if the problem is of another family; it names the members that are about that family.
    pub fn require_family(&self, member: &T, problem: &dyn AsProblem) -> Result<(), OtherFamily> {
        let found = problem.family();
        if found == member.family() {
            return Ok(());
        }
        let others = self.names(|other| other.family() == found);
        Err(OtherFamily { instead: format!(", or {} one of: {others}", T::USE), ..OtherFamily::new(member, found) })
    }
}

impl OtherFamily {
    /// This member is not about problems of the family `found`.
    pub(crate) fn new<T: OfOneFamily>(member: &T, found: &Family) -> Self {
        let takes = member.family();
        Self {
            name: member.name().to_owned(),
            is_about: T::IS_ABOUT,
            takes: takes.name,
            keys: takes.described_by,
            found: found.name,
            instead: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Letter(&'static str);

    impl Member for Letter {
        const KIND: Kind = Kind { one: "letter", many: "letters" };

        fn name(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn an_added_member_stands_last_and_leaves_clones_alone() {
        let library = Catalogue::new([Letter("alpha"), Letter("beta")]);
        let mut own = library.clone();
        own.add(Letter("digamma"));
        assert_eq!(own.names(|_| true), "alpha, beta, digamma");
        assert_eq!(library.names(|letter| letter.0 != "alpha"), "beta");
        assert_eq!((own.by_name("digamma"), library.has("digamma")), (Ok(&Letter("digamma")), false));
    }

    #[test]
    fn an_unknown_name_says_which_was_meant() {
        let said = |letters: Vec<Letter>, name| Catalogue::new(letters).by_name(name).expect_err("unknown").to_string();
        let two = || vec![Letter("alpha"), Letter("beta")];
        assert_eq!(said(two(), "omega"), "there is no letter omega; the letters are: alpha, beta");
        assert_eq!(said(two(), "alhpa"), "there is no letter alhpa; did you mean alpha?");
        let many = (0..9).flat_map(|_| two()).collect();
        assert_eq!(said(many, "omega"), "there is no letter omega; `w2s list letters` shows all 18");
        let long = vec![Letter("small_alpha"), Letter("beta"), Letter("great_alpha")];
        assert_eq!(said(long, "alpha"), "there is no letter alpha; did you mean small_alpha or great_alpha?");
    }
}
