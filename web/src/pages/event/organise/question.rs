//! The questions to those who register, each with its form.

use askama::Template;
use domain::{
    database::in_words,
    id::QuestionId,
    question::{Kind, Question},
};

use super::{
    Difference, Head,
    difference::{Fields, between, mark},
};
use crate::{
    component::{Choice, Form, Summary},
    pages::{Frame, Problem, Typed, frame::pages},
};

pages!(QuestionsPage);

const KINDS: [(Kind, &str); 3] = [
    (Kind::Text, "Réponse libre"),
    (Kind::YesNo, "Oui ou non"),
    (Kind::Choice, "Un choix dans une liste"),
];

/// How a question of this word is answered.
pub fn question_kind(word: &str) -> Option<Kind> {
    KINDS.into_iter().map(|(kind, _)| kind).find(|kind| in_words(kind) == word)
}

/// The fields of a question's form, and what they are called.
const FIELDS: Fields = &[
    ("prompt", "Question"),
    ("kind", "Réponse attendue"),
    ("choices", "Choix possibles"),
    ("isRequired", "La réponse est obligatoire"),
    ("isSensitive", "Réponse sensible"),
];

/// What the form keeps unseen of the version that it shows.
const KEPT: [&str; 2] = ["seen", "expectedRevision"];

/// A question, with what its form shows.
#[derive(Debug)]
pub struct Put {
    /// The question.
    pub question: Question,
    /// What its form shows.
    pub typed: Typed,
    prefix: String,
}

impl Put {
    /// The question as it is kept, in an event of this revision.
    pub fn new(revision: i32, question: Question) -> Self {
        let yes = |is_so: bool| if is_so { "yes".to_owned() } else { String::new() };
        let fields = [
            ("prompt", question.prompt.clone()),
            ("kind", in_words(&question.kind)),
            ("choices", question.choices.join("\n")),
            ("isRequired", yes(question.is_required)),
            ("isSensitive", yes(question.is_sensitive)),
        ];
        let own = |(name, value): (&str, String)| (name.to_owned(), value);
        let prefix = QuestionId::of(question.id).to_string();
        let mut typed = Typed(fields.map(own).to_vec());
        let seen = mark(&typed, FIELDS);
        typed.0.push(("seen".to_owned(), seen));
        typed.0.push(("expectedRevision".to_owned(), revision.to_string()));
        Self { question, typed, prefix }
    }

    fn id(&self) -> &str {
        &self.prefix
    }

    /// Whether the question is still what this form showed when it was opened.
    pub fn is_as_seen(&self, typed: &Typed) -> bool {
        self.typed.get("seen") == typed.get("seen")
    }

    /// Where what was typed is not what is kept now.
    pub fn differences(&self, typed: &Typed) -> Vec<Difference> {
        between(typed, &self.typed, FIELDS)
    }

    /// What was typed, in a form that knows of the version that is kept now.
    pub fn retyped(&self, typed: &Typed) -> Typed {
        let others = typed.0.iter().filter(|(name, _)| !KEPT.contains(&name.as_str())).cloned();
        let kept = self.typed.0.iter().filter(|(name, _)| KEPT.contains(&name.as_str())).cloned();
        Typed(others.chain(kept).collect())
    }

    fn kind(&self) -> &'static str {
        KINDS.into_iter().find(|(kind, _)| *kind == self.question.kind).map_or("", |(_, name)| name)
    }

    fn choices(&self) -> String {
        self.question.choices.join(", ")
    }
}

/// The questions to those who register.
#[derive(Template)]
#[template(path = "event/organise/question.html")]
pub struct QuestionsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// The questions, in order.
    pub questions: &'a [Put],
    /// What the form for a new question shows.
    pub fresh: &'a Typed,
    /// Which question's form was refused; none means the new one's.
    pub refused: Option<&'a str>,
    /// Why.
    pub problems: &'a [Problem],
    /// What two people wrote in one form.
    pub differences: &'a [Difference],
}

impl QuestionsPage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Questions aux personnes qui s’inscrivent"
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn stale(&self) -> &'static str {
        "cette question"
    }

    fn fresh_page(&self) -> String {
        self.head.at("/questions")
    }

    /// Why a form was refused that the page no longer shows.
    fn refusal(&self) -> Summary<'_> {
        Form::new(self.fresh, self.problems).summary()
    }

    fn is_refused(&self, put: &Put) -> bool {
        self.refused == Some(put.id())
    }

    fn form<'b>(&'b self, put: &'b Put) -> Form<'b> {
        let problems = if self.is_refused(put) { self.problems } else { &[] };
        Form::new(&put.typed, problems).called(put.id())
    }

    fn fresh_form(&self) -> Form<'_> {
        let problems = if self.refused.is_none() { self.problems } else { &[] };
        Form::new(self.fresh, problems).called("nouvelle")
    }
}

fn kinds() -> Vec<Choice<'static>> {
    KINDS.into_iter().map(|(kind, name)| Choice::new(in_words(&kind), name)).collect()
}
