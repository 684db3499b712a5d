//! The questions to those who register, each with its form.

use askama::Template;
use domain::{
    database::in_words,
    id::QuestionId,
    question::{Kind, Question},
};

use super::{
    Difference, Head,
    difference::{Fields, Version},
};
use crate::{
    component::{Choice, Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
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

/// A question, with what its form shows.
#[derive(Debug)]
pub struct Put {
    /// The question.
    pub question: Question,
    /// What its form shows.
    pub kept: Version,
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
        let prefix = QuestionId::of(question.id).to_string();
        let kept = Version::new(FIELDS, fields, revision);
        Self { question, kept, prefix }
    }

    fn id(&self) -> &str {
        &self.prefix
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
        Form::new(&put.kept.typed, problems).called(put.id())
    }

    fn fresh_form(&self) -> Form<'_> {
        let problems = if self.refused.is_none() { self.problems } else { &[] };
        Form::new(self.fresh, problems).called("nouvelle")
    }
}

fn kinds() -> Vec<Choice<'static>> {
    KINDS.into_iter().map(|(kind, name)| Choice::new(in_words(&kind), name)).collect()
}
