# Courriels : ce que le texte et la page ont en commun. Les phrases sont dans mail/src/letters/.
letter-in-days = { $days ->
    [0] aujourd’hui
    [1] demain
   *[other] dans { $days } jours
}
letter-in-days-title = { $days ->
    [0] Aujourd’hui
    [1] Demain
   *[other] Dans { $days } jours
}
letter-days-left = { $days ->
    [0] Dernier jour pour s’inscrire
    [1] Plus qu’un jour pour s’inscrire
   *[other] Plus que { $days } jours pour s’inscrire
}
letter-date-tentative = { $when }, date à confirmer
letter-until-time = jusqu’à { $time }
letter-until-moment = jusqu’au { $moment }
letter-date-unknown = nouvelle date à venir
letter-changed = Ce qui change : { $what }.
letter-changed-day = la date
letter-changed-hours = les horaires
letter-changed-certain = la date, désormais confirmée
letter-changed-tentative = la date, désormais à confirmer
letter-changed-place = le lieu
letter-changed-link = l’adresse pour participer en ligne
letter-changed-agenda = l’horaire ou la salle d’un atelier
letter-place-tentative = { $place } (lieu à confirmer)
letter-place-unknown = lieu à préciser
letter-place-venue = { $place }
letter-place-online = en ligne
letter-place-on-site = sur place, { $place }
letter-place-both = { $place }, et en ligne
letter-how-on-site = Vous venez sur place.
letter-how-online = Vous participez en ligne.
letter-full = La rencontre est complète.
letter-full-on-site = Toutes les places pour venir sur place sont prises.
letter-full-online = Toutes les places pour participer en ligne sont prises.
letter-freed = une place s’est libérée
letter-freed-on-site = une place pour venir sur place s’est libérée
letter-freed-online = une place pour participer en ligne s’est libérée
letter-session-in-line = { $position ->
    [1] { $title } (en tête de la liste)
   *[other] { $title } (rang { $position })
}
letter-seat-given-up = { $count ->
    [one] Vous quittez pour cela l’atelier que vous aviez au même moment : { $sessions }.
   *[other] Vous quittez pour cela les ateliers que vous aviez au même moment : { $sessions }.
}
letter-sessions-in-line = Sur liste d’attente : { $sessions }. Si une place se libère dans un atelier, elle est à vous, et un courriel vous le dit.
letter-sessions-wished-later = Ateliers souhaités : { $sessions }. Leurs places seront données quand la rencontre sera de nouveau annoncée.
letter-sessions-wished = Ateliers souhaités : { $sessions }. Leurs places sont données à qui a une place à la rencontre.
letter-to-choose = Il vous reste à choisir un atelier à { $hours } : le lien ci-dessous ouvre la page où le faire.
letter-answered-excuse = Par le lien d’un courriel, l’équipe a été prévenue en votre nom que vous ne viendrez pas.
letter-answered-offer-left = Par le lien d’un courriel, la place qui vous était proposée a été laissée en votre nom.
letter-answered-sessions = Par le lien d’un courriel, le choix de vos ateliers a été changé en votre nom.
letter-someone = Une personne du réseau
letter-calendar-online = Pour participer en ligne : { $url }
letter-calendar-page = La page de la rencontre : { $url }
letter-role-lead = pour le piloter
letter-role-organiser = pour l’animer
letter-role-member = comme membre
letter-and = { $before } et { $last }
letter-for = pour { $whom }
letter-for-oneself = pour vous-même
letter-for-team = pour l’équipe { $of }
letter-by-directory = par l’annuaire de vos réseaux
letter-kept = La signature donnée { $whom } reste valable
letter-kept-own = Votre signature reste valable
letter-kept-several = Les signatures données { $whom } restent valables

# L’action principale.
letter-action-invited = Répondre à l’invitation
letter-action-invited-again = Répondre à l’invitation
letter-action-join-requested = Voir la demande
letter-action-join-answered = Voir le réseau
letter-action-employment-declared = Confirmer ou refuser
letter-action-employment-decided = Voir la structure
letter-action-manager-claimed = Accepter ou refuser
letter-action-manager-decided = Voir la structure
letter-action-invited-to-event = Voir la rencontre et m’inscrire
letter-action-look = Voir la rencontre
letter-action-registration-pending = Voir mon inscription
letter-action-registration-confirmed = Voir mon inscription
letter-action-registration-waitlisted = Voir mon inscription
letter-action-place-offered = Prendre ou laisser la place
letter-action-offer-lapsed = Voir la rencontre
letter-action-registration-cancelled = Voir la rencontre
letter-action-registration-declined = Voir la rencontre
letter-action-answered-by-letter = Voir ma réponse
letter-action-session-confirmed = Voir mon programme
letter-action-event-changed = Voir mon inscription
letter-action-event-postponed = Voir la rencontre
letter-action-event-cancelled = Voir la rencontre
letter-action-event-message = Voir la rencontre
letter-action-event-near = Voir mon inscription
letter-action-deadline-near = M’inscrire ou dire non
letter-action-offer-ending = Prendre ou laisser la place
letter-action-charter-asked = Lire et répondre
letter-action-charter-informed = Lire la charte
letter-action-charter-signed = Voir la charte
letter-action-charter-unsigned = Voir la charte
letter-action-charter-renewal = Signer de nouveau
letter-action-charter-lapsed = Signer de nouveau
letter-action-member-unseen = Garder mon compte
letter-action-member-message = Répondre
letter-action-acted-as = Ouvrir Maillage
letter-action-sign-in-link = Me connecter
letter-action-identity-to-confirm = C’est bien moi
letter-action-email-to-confirm = Utiliser cette adresse
letter-action-email-changed = Ouvrir Maillage

# Pourquoi on reçoit ce courriel.
letter-reason-invited = Vous recevez ce courriel parce qu’une personne du réseau a indiqué votre adresse pour vous inviter.
letter-reason-invited-again = Vous recevez ce courriel parce qu’une personne du réseau a indiqué votre adresse pour vous inviter. Une invitation n’est rappelée que deux fois.
letter-reason-join-requested = Vous recevez ce courriel parce que vous pilotez ce réseau, ou un réseau au-dessus.
letter-reason-join-answered = Vous recevez ce courriel parce que vous avez demandé à rejoindre ce réseau.
letter-reason-employment-declared = Vous recevez ce courriel parce que vous êtes référent·e de cette structure, ou que vous pilotez un réseau de ses équipes.
letter-reason-employment-decided = Vous recevez ce courriel parce que vous avez indiqué travailler dans cette structure.
letter-reason-manager-claimed = Vous recevez ce courriel parce que vous pilotez un réseau auquel participe cette structure.
letter-reason-manager-decided = Vous recevez ce courriel parce que vous avez demandé à représenter cette structure.
letter-reason-invited-to-event = Vous recevez ce courriel parce que l’équipe de cette rencontre vous y invite.
letter-reason-registration-pending = Vous recevez ce courriel parce que vous avez demandé à vous inscrire à cette rencontre.
letter-reason-registration-confirmed = Vous recevez ce courriel parce que vous êtes inscrit·e à cette rencontre.
letter-reason-registration-waitlisted = Vous recevez ce courriel parce que vous êtes sur la liste d’attente de cette rencontre.
letter-reason-place-offered = Vous recevez ce courriel parce que vous êtes sur la liste d’attente de cette rencontre.
letter-reason-offer-lapsed = Vous recevez ce courriel parce que vous étiez sur la liste d’attente de cette rencontre.
letter-reason-registration-cancelled = Vous recevez ce courriel parce que vous aviez une inscription à cette rencontre.
letter-reason-registration-declined = Vous recevez ce courriel parce que vous avez demandé à participer à cette rencontre.
letter-reason-answered-by-letter = Vous recevez ce courriel parce qu’un lien qui vous est personnel a servi à répondre en votre nom.
letter-reason-session-confirmed = Vous recevez ce courriel parce que vous étiez sur la liste d’attente de cet atelier.
letter-reason-event-changed = Vous recevez ce courriel parce que vous êtes inscrit·e à cette rencontre.
letter-reason-event-postponed = Vous recevez ce courriel parce que vous êtes inscrit·e à cette rencontre.
letter-reason-event-cancelled = Vous recevez ce courriel parce que vous étiez inscrit·e à cette rencontre.
letter-reason-event-message = Vous recevez ce courriel parce que vous vous êtes inscrit·e à cette rencontre, l’avez demandé, ou y êtes invité·e.
letter-reason-asked = Vous recevez ce courriel parce que vous avez demandé à vous inscrire à cette rencontre.
letter-reason-waiting = Vous recevez ce courriel parce que vous êtes sur la liste d’attente de cette rencontre.
letter-reason-offered = Vous recevez ce courriel parce qu’une place vous est proposée à cette rencontre.
letter-reason-waited = Vous recevez ce courriel parce que vous étiez sur la liste d’attente de cette rencontre.
letter-reason-was-offered = Vous recevez ce courriel parce qu’une place vous était proposée à cette rencontre.
letter-reason-event-near = Vous recevez ce rappel parce que vous êtes inscrit·e à cette rencontre.
letter-reason-deadline-near = Vous recevez ce rappel parce que vous êtes invité·e à cette rencontre et n’avez pas encore répondu.
letter-reason-offer-ending = Vous recevez ce rappel parce que vous êtes sur la liste d’attente de cette rencontre.
letter-reason-charter-asked = Vous recevez ce courriel parce que votre engagement dans ce réseau demande cette signature.
letter-reason-charter-asked-enrolled = Vous recevez ce courriel parce que l’équipe du réseau vous y a inscrit·e, et que cette signature y est demandée.
letter-reason-charter-asked-structure = Vous recevez ce courriel parce que vous êtes référent·e d’une structure dont ce réseau demande la signature.
letter-reason-charter-asked-both = Vous recevez ce courriel parce que ce réseau demande votre signature, et celle d’une structure dont vous êtes référent·e.
letter-reason-charter-informed-structure = Vous recevez ce courriel parce que vous êtes référent·e d’une structure qui a signé cette charte.
letter-reason-charter-informed = Vous recevez ce courriel parce que vous avez signé cette charte.
letter-reason-charter-signed = Vous recevez ce courriel parce que cette signature vous concerne.
letter-reason-charter-unsigned = Vous recevez ce courriel parce que vous pilotez ce réseau.
letter-reason-charter-renewal = Vous recevez ce rappel parce que vous avez signé cette charte.
letter-reason-charter-lapsed = Vous recevez ce courriel parce que cette signature vous concerne.
letter-reason-member-unseen = Vous recevez ce courriel parce que vous avez un compte, et que vos données ne peuvent pas être gardées sans raison.
letter-reason-member-message = Vous recevez ce courriel parce qu’un membre de vos réseaux vous écrit.
letter-reason-member-message-of-team = Vous recevez ce courriel parce que l’équipe d’un de vos réseaux vous écrit.
letter-reason-acted-as = Vous recevez ce courriel parce que quelqu’un a agi en votre nom, et que vous devez le savoir.
letter-reason-sign-in-link = Vous recevez ce courriel parce que quelqu’un a saisi cette adresse sur la page de connexion.
letter-reason-identity-to-confirm = Vous recevez ce courriel parce que quelqu’un s’est connecté avec un compte qui indique cette adresse.
letter-reason-email-to-confirm = Vous recevez ce courriel parce que quelqu’un a indiqué cette adresse pour son compte.
letter-reason-email-changed = Vous recevez ce courriel parce que cette adresse était celle de votre compte.

# Les catégories, sur la page où l’on choisit.
letter-category-invitation = Invitations
letter-category-invitation-about = Les invitations à rejoindre un réseau ou à venir à une rencontre.
letter-category-reminder = Rappels
letter-category-reminder-about = Les rappels avant une rencontre, avant la fin des inscriptions, avant la fin d’une charte.
letter-category-request = Demandes à traiter
letter-category-request-about = Les demandes qui attendent une réponse de votre part, quand vous pilotez un réseau ou représentez une structure.
letter-category-news = Nouvelles
letter-category-news-about = Les messages des équipes qui organisent et les nouvelles versions des chartes.

letter-category-message = Messages de membres
letter-category-message-about = Les messages que des membres de vos réseaux vous écrivent par l’annuaire. Ces courriels ne leur montrent pas votre adresse.

refusal-category-required = Les courriels liés à vos propres démarches ne peuvent pas être refusés.

# Renvoyer un courriel.
refusal-not-given-up = Ce courriel n’est pas abandonné : il est parti, ou va partir.
refusal-address-gone = Cette personne n’a plus d’adresse : il n’y a nulle part où écrire.
