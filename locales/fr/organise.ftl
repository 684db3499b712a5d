# Pages de l’équipe qui organise une rencontre.
page-coming = { $confirmed ->
    [0] Aucune inscription{ $all ->
        [0] {""}
       *[other] {" "}confirmée
    }
    [one] Une personne inscrite
   *[other] { $confirmed } personnes inscrites
}{ $offered ->
    [0] {""}
    [one] , une place proposée
   *[other] , { $offered } places proposées
}{ $waiting ->
    [0] {""}
    [one] , une en attente
   *[other] , { $waiting } en attente
}{ $pending ->
    [0] {""}
    [one] , une demande à valider
   *[other] , { $pending } demandes à valider
}
page-told = { $count ->
    [0] personne, car il n’y a pas encore d’inscription
    [one] la personne inscrite
   *[other] les { $count } personnes inscrites ou en attente
}
page-draft-lost = Sa présentation{ $sessions ->
    [0] {""}
    [one] , le temps de son programme
   *[other] , les { $sessions } temps de son programme
}{ $questions ->
    [0] {""}
    [one] , la question aux personnes inscrites
   *[other] , les { $questions } questions aux personnes inscrites
} et ses réglages sont effacés.
page-sheet-count = Personnes inscrites : { $count }{ $excused ->
    [0] {""}
    [one] , dont une excusée
   *[other] , dont { $excused } excusées
}
page-rank = { $position ->
    [1] en tête de la liste
   *[other] rang { $position }
}
page-people-confirmed = { $count ->
    [one] personne inscrite
   *[other] personnes inscrites
}
page-people-of-places = sur { $count ->
    [one] { $count } place
   *[other] { $count } places
}
page-people-waitlisted = en liste d’attente
page-people-offered = { $count ->
    [one] place proposée
   *[other] places proposées
}
page-people-pending = { $count ->
    [one] demande à valider
   *[other] demandes à valider
}
page-people-declined = { $count ->
    [one] refus ou place non prise
   *[other] refus ou places non prises
}
page-people-cancelled = { $count ->
    [one] annulation
   *[other] annulations
}
page-people-invited = { $count ->
    [one] personne invitée
   *[other] personnes invitées
}
page-people-silent = sans réponse
page-people-asked = { $count ->
    [one] Une personne est invitée : sa réponse paraîtra ici.
   *[other] { $count } personnes sont invitées : leurs réponses paraîtront ici.
}
page-people-newcomers = { $count ->
    [one] Une autre personne recevra l’invitation quand elle aura accepté d’entrer dans le réseau.
   *[other] { $count } autres personnes recevront l’invitation quand elles auront accepté d’entrer dans le réseau.
}
page-silent-count = { $count ->
    [one] Une personne invitée n’a pas répondu
   *[other] { $count } personnes invitées n’ont pas répondu
}
page-people-count = { $count ->
    [one] Une inscription
   *[other] { $count } inscriptions
}
page-attendance-left = { $count ->
    [one] une personne à noter
   *[other] { $count } personnes à noter
}
page-attendance-late = On annule d’un coup seulement ce qui a été noté d’un coup, et pendant un jour : corrigez les présences une à une.
page-attendance-others = { $count ->
    [one] L’autre personne est là
   *[other] Les { $count } autres sont là
}
page-meetings-count = { $count ->
    [0] {""}
    [one] Une rencontre
   *[other] { $count } rencontres
}

page-hosts-of-others = Vous ajoutez et retirez seulement les réseaux que vous animez.
page-when-missing = Indiquez un jour et une heure, par exemple 10/12/2026 9:30.
page-number-wrong = Indiquez un nombre entier, ou laissez vide.
page-days-wrong = Indiquez des nombres de jours séparés par des virgules, par exemple : 7, 1.
page-unsure = Cochez la case pour confirmer : un courriel partira.
page-unsure-removal = Cochez la case pour confirmer.
page-guest-already-invited = Déjà invitée à cette rencontre
page-guest-already-registered = A déjà répondu
page-guest-unreachable = Invitée sans courriel : la personne ne veut plus en recevoir, et verra l’invitation dans son espace
page-guest-cannot-see = Ne peut pas voir cette rencontre, réservée à d’autres réseaux
page-guest-cannot-register = Ne peut pas s’inscrire à cette rencontre, ouverte à d’autres réseaux
page-guest-not-member = Pas encore membre
page-guest-invited-in = Invitée dans { $network }, puis à la rencontre
page-guest-already-invited-in = Déjà invitée dans { $network } : la rencontre suivra sa réponse
page-guest-already-in = Déjà dans { $network }, sous une autre adresse
page-guest-send-besides = Envoyer les invitations
page-guest-strangers = { $count ->
    [one] Une personne n’est pas encore membre : l’inviter aussi dans un réseau ?
   *[other] { $count } personnes ne sont pas encore membres : les inviter aussi dans un réseau ?
}
page-guest-strangers-hint = { $count ->
    [one] Un courriel lui propose d’entrer dans le réseau et annonce la rencontre ; l’invitation à la rencontre lui arrive dès qu’elle a accepté.
   *[other] Un courriel leur propose d’entrer dans le réseau et annonce la rencontre ; l’invitation à la rencontre leur arrive dès qu’elles ont accepté.
}
page-guests-would = { $count ->
    [0] Aucun membre de la liste ne recevra l’invitation
    [one] Un membre recevra l’invitation à la rencontre
   *[other] { $count } membres recevront l’invitation à la rencontre
}
page-guests-sent = { $count ->
    [0] Aucune invitation à la rencontre n’est partie tout de suite
    [one] Une invitation à la rencontre est partie
   *[other] { $count } invitations à la rencontre sont parties
}
page-guests-besides = { $count ->
    [0] Aucune nouvelle invitation à rejoindre { $network } n’est partie.
    [one] Une invitation à rejoindre { $network } est partie aussi. Elle annonce la rencontre, dont l’invitation suivra dès que la personne aura accepté.
   *[other] { $count } invitations à rejoindre { $network } sont parties aussi. Elles annoncent la rencontre, dont l’invitation suivra dès que chaque personne aura accepté.
}
page-guests-besides-alone = { $count ->
    [one] Une invitation à rejoindre { $network } est partie. Elle annonce la rencontre, dont l’invitation suivra dès que la personne aura accepté.
   *[other] { $count } invitations à rejoindre { $network } sont parties. Elles annoncent la rencontre, dont l’invitation suivra dès que chaque personne aura accepté.
}
page-invited = { $count ->
    [one] Une invitation part par courriel.
   *[other] { $count } invitations partent par courriel.
}
page-guests-lines = { $count ->
    [one] Une ligne collée :
   *[other] { $count } lignes collées :
}
page-guests-lines-and-people = { $count ->
    [one] Une ligne collée, { $people } entrées :
   *[other] { $count } lignes collées, { $people } entrées :
}
page-guests-are-addresses = Vous avez collé des adresses : choisissez « Une liste d’adresses collée », ou videz la liste.
page-guests-are-members = Vous avez coché des personnes : choisissez « Des personnes choisies », ou décochez-les.
page-guests-missing = Choisissez qui inviter ; cochez au moins un nom si vous choisissez des personnes.
page-letters = { $count ->
    [0] Personne ne recevrait de courriel
    [one] Une personne recevra un courriel
   *[other] { $count } personnes recevront un courriel
}
page-letters-without = { $count ->
    [one] Une personne est invitée sans courriel : elle ne veut plus en recevoir. Elle verra l’invitation dans son espace.
   *[other] { $count } personnes sont invitées sans courriel : elles ne veulent plus en recevoir. Elles verront l’invitation dans leur espace.
}
page-seats-taken = { $taken ->
    [0] aucune place prise sur{"\u00A0"}{ $capacity }
    [one] { $taken } place prise sur{"\u00A0"}{ $capacity }
   *[other] { $taken } places prises sur{"\u00A0"}{ $capacity }
}
