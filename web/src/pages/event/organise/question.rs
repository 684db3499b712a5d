//! The questions to those who register, each with its form.

use askama::Template;
use domain::{
    database::in_words,
    id::QuestionId,
    question::{Kind, Question},
};

use super::Head;
use crate::{
    component::{Choice, Form},
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
    /// The question as it is kept.
    pub fn new(question: Question) -> Self {
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
        Self { typed: Typed(fields.map(own).to_vec()), prefix, question }
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
}

impl QuestionsPage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Questions aux personnes qui s’inscrivent"
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
