//! What is done for several people at once: a look, the act, and the way back.

mod back;
mod beside;
mod change;
mod end;
mod meanwhile;
mod write;

use domain::id::NetworkId;

use super::people::offered;
use crate::support::{App, Browser, Person, Shown};

const MEMBERS: &str = "/networks/cybanjou/members";
const CHOSEN: &str = "/networks/cybanjou/members/chosen";
const CHANGE: &str = "/networks/cybanjou/members/chosen/change";
const END: &str = "/networks/cybanjou/members/chosen/end";
const RESTORE: &str = "/networks/cybanjou/members/chosen/restore";
const WRITE: &str = "/networks/cybanjou/members/chosen/write";
const INVITE: &str = "/networks/cybanjou/members/chosen/invite";

/// A network with a lead and a member: the lead's browser, and the member's membership.
async fn lead_and_marie(app: &App) -> (Browser<'_>, String) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    app.member_of(network, "Marie").await;
    let (browser, [marie]) = looks_at(app, &lead, ["Marie"]).await;
    (browser, marie)
}

/// A network with a lead and two members: the lead's browser, and the members' memberships.
async fn lead_marie_and_zoe(app: &App) -> (Browser<'_>, String, String) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Ana").await;
    app.member_of(network, "Marie").await;
    app.member_of(network, "Zoé").await;
    let (browser, [marie, zoe]) = looks_at(app, &lead, ["Marie", "Zoé"]).await;
    (browser, marie, zoe)
}

/// A network with another lead and a member: this lead's browser, their membership and the member's.
async fn nora_and_lila<'a>(
    app: &'a App,
    network: NetworkId,
    nora: &Person,
) -> (Browser<'a>, String, String) {
    app.lead_of(network, "Ana").await;
    app.member_of(network, "Lila").await;
    let (browser, [nora, lila]) = looks_at(app, nora, ["Nora", "Lila"]).await;
    (browser, nora, lila)
}

/// The browser of who looks at the list of members, and the memberships that it offers of these.
async fn looks_at<'a, const N: usize>(
    app: &'a App,
    who: &Person,
    names: [&str; N],
) -> (Browser<'a>, [String; N]) {
    let mut browser = Browser::of(app, who);
    let list = browser.get(MEMBERS).await;
    (browser, names.map(|name| offered(&list, &format!("{name} Essai"))))
}

/// What the look was at, as the page gives it to go along with the confirmation.
fn seen(look: &Shown) -> String {
    value(look, "seen")
}

/// The first value that the page gives of this name, to go along with its form.
fn value(shown: &Shown, name: &str) -> String {
    let (_, after) = shown.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    after.split('"').next().unwrap().replace("&#38;", "&")
}
