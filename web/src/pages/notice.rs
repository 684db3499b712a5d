//! What was just done, in words.

use std::borrow::Cow;

use locales::text;

/// The codes that an address may carry, and what they say.
const NOTICES: [(&str, &str); 95] = [
    ("registered", "C’est noté. Un courriel vous le confirme."),
    (
        "cancelled",
        "Votre inscription est annulée. Vous pouvez vous réinscrire tant que c’est ouvert.",
    ),
    ("excused", "C’est noté : l’équipe sait que vous ne viendrez pas."),
    ("excuse-withdrawn", "C’est noté : l’équipe compte de nouveau sur vous."),
    ("offer-accepted", "La place est à vous."),
    ("offer-declined", "Vous avez laissé la place. Si quelqu’un attend, elle lui est proposée."),
    ("session-chosen", "Votre choix est noté."),
    ("session-left", "Vous ne participez plus à ce temps."),
    ("answered", "Vos réponses sont enregistrées."),
    ("calendar-opened", "Votre adresse d’abonnement est prête."),
    ("calendar-closed", "L’adresse est fermée : elle ne montre plus rien."),
    ("joined", "Bienvenue ! Vous faites maintenant partie du réseau."),
    ("manager", "Vous représentez maintenant cette structure."),
    ("requested", "Votre demande est envoyée. Vous recevrez la réponse par courriel."),
    ("withdrawn", "Votre demande est retirée."),
    ("approved", "La personne fait maintenant partie du réseau. Un courriel la prévient."),
    (
        "refused",
        "La demande est refusée. Un courriel prévient la personne, avec votre explication.",
    ),
    ("joined-invited", "Bienvenue dans le réseau ! Et voici la rencontre où vous êtes invité·e."),
    ("declined", "Votre réponse est enregistrée."),
    ("signed", "La charte est signée. Un courriel vous en garde la trace."),
    (
        "charter-refused",
        "Votre refus est noté. Vous pourrez signer plus tard si vous changez d’avis.",
    ),
    (
        "signature-withdrawn",
        "Votre signature est retirée. Vous pourrez signer de nouveau si vous changez d’avis.",
    ),
    ("saved", "C’est enregistré."),
    ("profile-saved", "Votre profil est enregistré."),
    ("message-sent", "Votre message part par courriel."),
    ("signed-out", "Ce navigateur est déconnecté."),
    (
        "token-made",
        "Le jeton est créé. Il ne se montre qu’une fois : s’il vous a échappé, retirez-le et créez-en un autre.",
    ),
    ("token-revoked", "Le jeton est retiré : il n’ouvre plus rien."),
    ("erased", "Votre compte est effacé. Merci d’avoir fait partie du réseau."),
    ("left", "Vous avez quitté ce réseau. Ce à quoi vous avez participé reste dans votre espace."),
    ("declared", "C’est noté. La structure, ou l’équipe de votre réseau, va le confirmer."),
    ("employment-ended", "C’est noté : vous n’y êtes plus."),
    ("decided", "Votre réponse est enregistrée. Un courriel prévient la personne."),
    ("planned", "Le brouillon est créé. Seule l’équipe le voit ; complétez son programme."),
    (
        "duplicated",
        "Le brouillon est créé, avec le programme et les questions. Vérifiez les dates.",
    ),
    ("draft-deleted", "Le brouillon est effacé."),
    ("event-saved", "Les modifications sont enregistrées."),
    (
        "kept-unpublished",
        "Les modifications sont enregistrées ; la rencontre n’est pas encore publiée.",
    ),
    ("kept-without-hosts", "Les modifications sont enregistrées, sauf celle des réseaux hôtes."),
    ("published", "La rencontre est publiée. Vous pouvez inviter."),
    (
        "postponed",
        "La rencontre est reportée. Un courriel prévient toute personne inscrite ou en attente.",
    ),
    (
        "called-off",
        "La rencontre est annulée. Un courriel prévient toute personne inscrite ou en attente.",
    ),
    ("closed", "La rencontre est close. Les présences se corrigent encore."),
    ("person-approved", "L’inscription est acceptée. Un courriel prévient la personne."),
    ("person-declined", "L’inscription est refusée. Un courriel prévient la personne."),
    ("person-cancelled", "L’inscription est annulée. Un courriel prévient la personne."),
    ("person-registered", "La personne est inscrite. Un courriel le lui confirme."),
    ("session-saved", "Le programme est enregistré."),
    ("session-removed", "Ce temps est retiré du programme."),
    ("question-saved", "La question est enregistrée."),
    ("question-removed", "La question est retirée."),
    ("moved", "L’ordre est enregistré."),
    ("invited", "Les invitations partent."),
    (
        "invited-none",
        "Aucune invitation ne part : ces personnes ont déjà été invitées ou ont déjà répondu.",
    ),
    (
        "invited-silently",
        "C’est noté, sans courriel : qui n’en veut plus verra l’invitation dans son espace.",
    ),
    ("invitation-resent", "L’invitation repart, avec un nouveau lien valable trente jours."),
    ("invitation-revoked", "L’invitation est retirée : son lien n’ouvre plus rien."),
    ("roles-changed", "Les rôles sont changés."),
    ("acted-partly", "C’est noté, sauf pour les personnes à qui les règles le refusent."),
    ("roles-unchanged", "Rien n’a changé : le rôle était déjà celui-là."),
    ("memberships-ended", "C’est noté : la date de fin est enregistrée."),
    ("memberships-restored", "C’est rétabli."),
    ("transferred", "C’est noté : l’adhésion passe dans l’autre réseau."),
    ("transfer-announced", "C’est noté : l’adhésion passera dans l’autre réseau le jour venu."),
    ("messages-sent", "Les courriels partent."),
    (
        "email-requested",
        "Un courriel part à votre nouvelle adresse : suivez son lien, et elle sera la vôtre.",
    ),
    ("email-changed", "C’est fait : votre compte utilise votre nouvelle adresse."),
    ("email-corrected", "L’adresse est corrigée."),
    ("acting", "Vous agissez maintenant au nom de cette personne. Un courriel la prévient."),
    ("acting-ended", "Vous agissez de nouveau en votre nom."),
    ("merged", "Les deux fiches n’en font plus qu’une."),
    ("employer-added", "La structure est ajoutée. Les personnes peuvent l’indiquer comme la leur."),
    ("place-added", "Le lieu est ajouté."),
    ("place-closed", "Le lieu est fermé. Vous pouvez le rouvrir ici."),
    ("place-reopened", "Le lieu est de nouveau ouvert."),
    ("record-closed", "La fiche est fermée. Vous pouvez la rouvrir ici."),
    ("record-reopened", "La fiche est de nouveau ouverte."),
    ("manager-invited", "L’invitation part par courriel."),
    ("manager-ended", "C’est noté : ce rôle prend fin."),
    ("attendance-recorded", "C’est noté."),
    ("attendance-taken-back", "C’est annulé : la personne est de nouveau à noter."),
    ("attendance-undone", "C’est annulé : ces personnes sont de nouveau à noter."),
    (
        "attendance-undone-partly",
        "C’est annulé. Ce qui a été noté ou corrigé depuis n’a pas changé.",
    ),
    ("founded", "Le réseau est fondé. Dites ce qu’il est, puis invitez qui va le piloter."),
    ("relocated", "Le réseau a changé de place, avec tout ce qui en dépend."),
    ("network-closed", "Le réseau est fermé. Son histoire est gardée."),
    ("network-reopened", "Le réseau est rouvert."),
    ("territory-saved", "Le territoire est à jour."),
    ("reminders-saved", "La règle est enregistrée : les prochains rappels la suivent."),
    ("letter-resent", "Le courriel repart, à l’adresse d’aujourd’hui."),
    ("charter-created", "Le brouillon est créé. Seule l’équipe le voit."),
    ("charter-published", "La version est publiée. Un courriel prévient les personnes concernées."),
    ("charter-closed", "La charte est fermée. Ce qui est signé est gardé."),
    ("level-set", "Le niveau est enregistré."),
    ("charter-reminded", "Un courriel part aux personnes qui n’ont pas répondu."),
];

/// What was just done, in words; nothing for a code that is not of our list.
pub fn notice(code: &str) -> Option<&'static str> {
    NOTICES.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}

/// The same words, with the invitations counted of which it is known how many leave.
pub fn counted(words: &'static str, letters: i64) -> Cow<'static, str> {
    if letters > 0 && notice("invited") == Some(words) {
        return text("page-invited", &[("count", letters.into())]).into();
    }
    words.into()
}
