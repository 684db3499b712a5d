# Pages de qui pilote un réseau.
page-close-members = { $count ->
    [0] Personne n’en est membre.
    [one] La personne qui en est membre n’y aura plus de droits ni de rencontres à proposer.
   *[other] Les { $count } personnes qui en sont membres n’y auront plus de droits ni de rencontres à proposer.
}
page-close-coming = { $count ->
    [0] Aucune rencontre n’est à venir.
    [one] Une rencontre à venir reste au calendrier : annulez-la d’abord si elle n’a plus lieu.
   *[other] { $count } rencontres à venir restent au calendrier : annulez d’abord celles qui n’ont plus lieu.
}
page-close-below = { $count ->
    [0] ses membres, sans autre réseau
    [one] le réseau qui en dépend
   *[other] les { $count } réseaux qui en dépendent
}
page-choice-missing = Choisissez dans la liste.
page-territory-whole = { $count ->
    [one] Sa seule commune
   *[other] Ses { $count } communes
}
page-territory-share = { $covered ->
    [one] Une commune
   *[other] { $covered } communes
} sur { $count }
page-territory-communes = { $count ->
    [one] Une commune
   *[other] { $count } communes
}
page-reminder-event = { $days ->
    [1] La rencontre a lieu le lendemain
   *[other] La rencontre a lieu dans { $days } jours
}
page-reminder-deadline = { $days ->
    [1] Les inscriptions ferment le lendemain
   *[other] Les inscriptions ferment dans { $days } jours
}
page-rule-event = Avant la rencontre, aux personnes qui ont une place : { $days } avant.
page-rule-deadline = Avant la clôture, aux personnes invitées sans réponse : { $days } avant.
page-rule-days = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
page-rule-offer = Pour une place proposée à la liste d’attente : à la moitié du délai.
page-rule-none = Aucun rappel ne part.

# Courriels du réseau.
page-letters-count = { $count ->
    [one] Un courriel
   *[other] { $count } courriels
}
page-letter-deferred = { $tries ->
    [one] Essayé une fois. Prochain essai : { $at }.
   *[other] Essayé { $tries } fois. Prochain essai : { $at }.
}
page-letter-failed = { $tries ->
    [one] Essayé une fois, puis abandonné.
   *[other] Essayé { $tries } fois, puis abandonné.
}
page-letter-why = Pourquoi : { $why }.
page-letter-unwanted = la personne n’en veut plus
page-letter-untrue = ce qu’il annonçait ne vaut plus
page-letter-unknown = une version plus récente du logiciel l’a écrit, et l’enverra
page-letter-broken = une panne de notre côté, notée dans le journal du serveur
letter-name-invited = Invitation à rejoindre le réseau
letter-name-invited-again = Rappel d’une invitation
letter-name-join-requested = Demande d’adhésion à traiter
letter-name-join-answered = Réponse à une demande d’adhésion
letter-name-employment-declared = Emploi à confirmer
letter-name-employment-decided = Réponse sur un emploi
letter-name-manager-claimed = Demande de représenter une structure
letter-name-manager-decided = Réponse sur une structure
letter-name-invited-to-event = Invitation à une rencontre
letter-name-registration-pending = Inscription à valider
letter-name-registration-confirmed = Inscription confirmée
letter-name-registration-waitlisted = Liste d’attente
letter-name-place-offered = Place proposée
letter-name-offer-lapsed = Place passée à une autre personne
letter-name-registration-cancelled = Inscription annulée
letter-name-registration-declined = Inscription refusée
letter-name-answered-by-letter = Réponse donnée par un lien
letter-name-session-confirmed = Place dans un atelier
letter-name-event-changed = Rencontre modifiée
letter-name-event-postponed = Rencontre reportée
letter-name-event-cancelled = Rencontre annulée
letter-name-event-message = Message aux personnes inscrites ou invitées
letter-name-member-message = Message à des membres
letter-name-event-near = Rappel d’une rencontre
letter-name-deadline-near = Rappel avant la clôture
letter-name-offer-ending = Rappel d’une place proposée
letter-name-charter-asked = Charte à signer
letter-name-charter-informed = Nouveau texte d’une charte
letter-name-charter-signed = Charte signée
letter-name-charter-unsigned = Signature de charte terminée
letter-name-charter-renewal = Charte à signer de nouveau
letter-name-charter-lapsed = Signature de charte arrivée à son terme

# Chartes du réseau.
page-charters-count = { $count ->
    [one] Une charte
   *[other] { $count } chartes
}
page-charter-covered = { $asked ->
    [0] Personne n’est concerné
    [one] { $covered } sur une personne
   *[other] { $covered } sur { $asked } personnes
}
page-signature-not-asked = Non demandée
page-signature-none = Pas encore
page-signature-signed = Signée le { $on }
page-signature-until = Signée le { $on }, jusqu’au { $until }
page-signature-refused = Refusée le { $on }
page-signature-withdrawn = Retirée, après avoir été signée le { $on }
page-signature-over = À signer de nouveau ; la dernière date du { $on }
page-signature-waiting = { $count ->
    [one] Une personne n’a pas répondu.
   *[other] { $count } personnes n’ont pas répondu.
}

# Chiffres.
page-numbers-role-definition = Membres de ce rôle local le dernier jour de la période.
page-numbers-reach = { $count ->
    [one] Ce réseau et celui en dessous.
   *[other] Ce réseau et les { $count } en dessous.
}
page-numbers-quarter = { $quarter ->
    [1] 1er trimestre { $year }
   *[other] { $quarter }e trimestre { $year }
}

# Historique.
page-history-someone = Une personne
page-history-thing = une chose qui n’existe plus
page-history-token = { $name }, par une application tierce
page-history-system = Le serveur
page-history-visitor = Une personne non connectée
change-kind-answer = Réponses aux questions
change-kind-attendance = Présences
change-kind-charter = Chartes
change-kind-email-link = Liens de connexion
change-kind-employer = Structures
change-kind-employer-manager = Référent·es de structure
change-kind-employment = Emplois
change-kind-event = Rencontres
change-kind-identity = Identités
change-kind-invitation = Invitations
change-kind-join-request = Demandes d’adhésion
change-kind-letter = Courriels
change-kind-letter-preference = Préférences de courriel
change-kind-member = Fiches des membres
change-kind-membership = Adhésions et rôles
change-kind-network = Réseaux
change-kind-network-level = Niveaux de la fédération
change-kind-place = Lieux
change-kind-question = Questions
change-kind-registration = Inscriptions
change-kind-reminder-rule = Rappels
change-kind-retention = Effacements à terme
change-kind-session = Ateliers
change-kind-sign-in = Connexions
change-kind-signature = Signatures
change-kind-territory = Communes
change-kind-token = Jetons
