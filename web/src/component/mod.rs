//! The components that pages are made of; the page `/design` shows each in every state.

mod badge;
mod chart;
mod date_tile;
mod event_line;
mod face;
mod field;
mod form;
mod keep;
mod own_name;
mod pager;
mod whereabouts;

pub use badge::{Badge, Tone};
pub use chart::{Bar, Chart};
pub use date_tile::DateTile;
pub use event_line::EventLine;
pub use face::Face;
pub use field::{Choice, Field};
pub use form::{Form, Summary};
pub use keep::Keep;
pub use own_name::OwnName;
pub use pager::Pager;
pub use whereabouts::{Whereabouts, WhereaboutsChoice, WhereaboutsOne};

/// Lets a component stand in a template as it is: it has escaped what it was given.
macro_rules! components {
    ($($component:ty),* $(,)?) => {$(
        impl askama::filters::HtmlSafe for $component {}
    )*};
}
components!(
    Badge<'_>,
    Chart<'_>,
    DateTile,
    EventLine<'_>,
    Face,
    Field<'_>,
    Keep,
    OwnName<'_>,
    Pager,
    Summary<'_>
);
