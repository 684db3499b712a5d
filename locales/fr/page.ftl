# Pages : les mots qui dépendent d’un nombre ou d’un état. Les phrases sont dans web/src/pages/.
page-kind-network-meeting = Rencontre réseau
page-kind-webinar = Webinaire
page-kind-training = Formation
page-kind-conference = Conférence
page-kind-committee = Comité
page-kind-employer-time = Temps des employeurs
page-kind-volunteer-day = Journée des bénévoles

page-role-lead = pilotage
page-role-organiser = animation
page-role-member = membre

page-role-both = { $role }, { $local } pour le public

page-local-role-pilot = pilote
page-local-role-mediator = médiateur·rice
page-local-role-helper = aidant·e
page-local-role-first-aider = premier-secours
page-local-role-scout = éclaireur·euse

page-attends-on-site = Sur place
page-attends-online = En ligne

page-registration-pending = En attente de réponse
page-registration-confirmed = Confirmée
page-registration-waitlisted = Sur liste d’attente
page-registration-offered = Une place vous est proposée
page-registration-to-decide = À valider
page-registration-place-offered = Place proposée
page-registration-declined = Refusée
page-registration-not-taken = Refusée ou place non prise
page-registration-left = Place proposée, laissée
page-registration-offer-lapsed = Place proposée, sans réponse à temps
page-registration-cancelled = Annulée
page-registration-silent = Invitée, sans réponse

page-places-open = Sans limite
page-places-left = { $free ->
    [0] Complet : il reste la liste d’attente
    [one] Il reste { $free } place
   *[other] Il reste { $free } places
}
page-places-waiting = { $waiting ->
    [one] Complet : une personne attend
   *[other] Complet : { $waiting } personnes attendent
}
page-line = { $position ->
    [1] Vous êtes en tête de la liste d’attente.
   *[other] Vous êtes au rang { $position } sur la liste d’attente.
}
page-session-line = { $position ->
    [1] Vous êtes en tête de la liste d’attente de cet atelier.
   *[other] Vous êtes au rang { $position } sur la liste d’attente de cet atelier.
}
page-session-after-line = Votre choix est noté ; la liste d’attente de la rencontre décide d’abord.
page-session-after-offer = Votre choix est noté ; prenez d’abord la place proposée à la rencontre.
page-session-after-approval = Votre choix est noté ; l’équipe répond d’abord à votre demande.
page-session-keeps = Vous gardez votre place à « { $title } » tant qu’aucune ne se libère ici.
page-session-leaves = Vous laisserez alors votre place à « { $title } ».
page-choice-waits = { $title } (sur liste d’attente)
page-choice-hangs = { $title } (si vous avez une place à la rencontre)
page-own-off = Vous n’avez plus rien à faire.
page-own-off-registered = Vous étiez inscrit·e. Vous n’avez plus rien à faire.
page-was-present = Vous y étiez.
page-was-absent = L’équipe a noté votre absence.
page-was-registered = Vous étiez inscrit·e.
page-was-pending = Votre demande d’inscription est restée sans réponse.
page-was-waiting = Vous étiez sur la liste d’attente.
page-offer-later = Une place s’est libérée : vous pourrez la prendre quand la nouvelle date sera annoncée.
page-event-is-draft = Cette rencontre n’est pas encore publiée : vous la voyez parce que vous l’organisez.
page-event-is-postponed = La rencontre du { $former } est reportée. La nouvelle date sera annoncée aux personnes inscrites.
page-event-is-postponed-to = La rencontre du { $former } est reportée. Nouvelle date envisagée : { $times }, à confirmer.
page-event-is-cancelled = La rencontre prévue { $times } est annulée.
page-to-choose = Il vous reste à choisir un atelier à { $hours }
page-seats-in-line = { $seats }, selon la liste d’attente de la rencontre
page-requests-waiting = { $count ->
    [one] Une demande d’adhésion attend une réponse
   *[other] { $count } demandes d’adhésion attendent une réponse
}
page-below = { $count ->
    [one] Un réseau en fait partie
   *[other] { $count } réseaux en font partie
}

page-territory = { $communes ->
    [one] Une commune, { $people } habitants.
   *[other] { $communes } communes, { $people } habitants.
}
page-body-whole = { $communes ->
    [one] sa seule commune
   *[other] toutes ses { $communes } communes
}
page-body-part = { $covered ->
    [one] une commune sur { $communes }
   *[other] { $covered } communes sur { $communes }
}
page-held = { $count ->
    [one] Une rencontre ouverte s’est tenue ces douze derniers mois.
   *[other] { $count } rencontres ouvertes se sont tenues ces douze derniers mois.
}
page-networks = { $count ->
    [0] Aucun réseau
    [one] Un réseau
   *[other] { $count } réseaux
}
page-events = { $count ->
    [0] Aucune rencontre
    [one] Une rencontre
   *[other] { $count } rencontres
}
page-month-moved = reportée, peut-être au { $day }
page-month-more = Ce mois compte plus de { $count } rencontres : choisissez un réseau, ou passez à la liste.

page-event-draft = Brouillon
page-event-published = Publiée
page-event-postponed = Reportée
page-event-cancelled = Annulée
page-event-done = Terminée

page-attendance-present = Présent·e
page-attendance-absent = Absent·e
page-attendance-excused = Excusé·e

page-profile-digital-mediator = Médiateur·rice numérique
page-profile-digital-adviser = Conseiller·ère numérique
page-profile-coordinator = Coordinateur·rice
page-profile-volunteer = Bénévole
page-profile-france-services-agent = Agent·e France services
page-profile-librarian = Bibliothécaire
page-profile-other = Autre profil

page-employment-declared = À confirmer par la structure
page-employment-confirmed = Confirmé
page-employment-refused = Non confirmé

page-employments-waiting = { $count ->
    [one] Une personne indique travailler dans votre structure
   *[other] { $count } personnes indiquent travailler dans votre structure
}
page-members-found = { $count ->
    [0] Personne ne correspond
    [one] Une personne
   *[other] { $count } personnes
}
page-participations = { $count ->
    [0] Aucune rencontre
    [one] Une rencontre
   *[other] { $count } rencontres
}
page-parts-count = { $count ->
    [0] Rien
    [one] Une inscription ou présence
   *[other] { $count } inscriptions ou présences
}
page-part-called-off = Rencontre annulée
page-part-put-off = { $standing }, rencontre reportée
page-day-missing-first = Indiquez la date de début.
page-day-missing-last = Indiquez la date de fin.
page-day-unreadable = « { $told } » n’est pas un jour du calendrier. Écrivez-le comme 31/12/2026.
page-period-inverted = Ce jour vient avant « Du » : la période ne contient aucun jour.
page-participations-of-year = { $what } en { $year }
page-participations-found = Ce qui correspond à votre recherche

# Ce qui a changé, dans mon espace : un genre de courriel, en une phrase.
page-lately-join-requested = Une personne demande à entrer
page-lately-join-answered = Votre demande a reçu une réponse
page-lately-employment-declared = Une personne indique travailler dans votre structure
page-lately-employment-decided = Votre emploi a reçu une réponse
page-lately-employment-confirmed = Votre emploi est confirmé
page-lately-employment-refused = Votre emploi n’est pas confirmé
page-lately-manager-claimed = Une personne demande à représenter une structure
page-lately-manager-decided = Votre demande de représenter une structure a reçu une réponse
page-lately-manager-confirmed = Vous représentez désormais cette structure
page-lately-manager-refused = Votre demande de représenter cette structure est refusée
page-lately-invited-to-event = Vous êtes invité·e
page-lately-registration-pending = Votre inscription attend une réponse
page-lately-registration-confirmed = Votre inscription est confirmée
page-lately-registration-waitlisted = Vous êtes sur la liste d’attente
page-lately-place-offered = Une place vous a été proposée
page-lately-offer-lapsed = Le délai pour prendre la place proposée est passé
page-lately-registration-cancelled = Votre inscription est annulée
page-lately-registration-declined = Votre inscription n’a pas été retenue
page-lately-answered-by-letter = Une réponse a été donnée en votre nom par un lien
page-lately-event-changed = La date, le lieu ou le programme a changé
page-lately-event-postponed = La rencontre est reportée
page-lately-event-cancelled = La rencontre est annulée
page-lately-event-message = Un message de l’équipe qui organise
page-lately-charter-asked = Une charte vous est proposée
page-lately-charter-informed = Une charte a un nouveau texte
page-lately-charter-signed = Une charte est signée
page-lately-charter-unsigned = Une signature de charte a pris fin
page-lately-email-changed = L’adresse de votre compte a changé
page-lately-acted-as = L’administration a agi en votre nom
page-lately-member-message = Un message d’un membre
page-places-count = { $count ->
    [0] Aucun lieu
    [one] Un lieu
   *[other] { $count } lieux
}
page-persons-count = { $count ->
    [0] Personne
    [one] Une personne
   *[other] { $count } personnes
}
page-lines-count = { $count ->
    [0] Aucune ligne
    [one] Une ligne
   *[other] { $count } lignes
}
page-lines-more = Plus de { $count } lignes
page-requests-count = { $count ->
    [0] Aucune demande
    [one] Une demande
   *[other] { $count } demandes
}
page-requests-somebody = Une personne de la fédération
page-request-pending = Attend une réponse
page-request-approved = Acceptée
page-request-refused = Refusée
page-request-withdrawn = Retirée par la personne
page-employers-count = { $count ->
    [0] Aucune structure
    [one] Une structure
   *[other] { $count } structures
}
page-communes = { $count ->
    [one] Une commune
   *[other] { $count } communes
}
page-registrations-waiting = { $count ->
    [one] Une inscription attend votre accord
   *[other] { $count } inscriptions attendent votre accord
}
page-claims-waiting = { $count ->
    [one] Une personne demande à représenter une structure
   *[other] { $count } personnes demandent à représenter une structure
}
page-acting = Vous agissez au nom { $of }, avec ses droits et pas avec les vôtres ; et ce qui engage une personne, elle seule peut le faire. Pour continuer en votre nom, choisissez « Arrêter d’agir en son nom », en haut de cette page.
page-profile-of-another = Rien n’est enregistré : ce que vous avez envoyé concernait une autre personne. Voici la fiche de celle du compte où vous êtes maintenant.
page-ask-federation = Demander à qui tient la plateforme
page-ask-network = Voir qui pilote ce réseau, et demander
page-ask-event = Voir quel réseau organise cette rencontre, et demander
page-ask-employer = Voir qui représente cette structure, et demander
page-ask-own = Voir qui pilote mes réseaux, et demander
page-place-untold = lieu non indiqué
page-figure-presences = { $count ->
    [one] présence notée
   *[other] présences notées
}
page-figure-hours = { $count ->
    [one] heure en rencontre, environ
   *[other] heures en rencontre, environ
}
page-figure-sessions = { $count ->
    [one] atelier ou temps suivi
   *[other] ateliers et temps suivis
}
page-figure-excused = { $count ->
    [one] absence excusée
   *[other] absences excusées
}
page-today = aujourd’hui
page-tomorrow = demain
page-yesterday = hier
