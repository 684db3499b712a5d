# Membres, adhésions, invitations, demandes.
refusal-text-too-long = Ce texte est trop long : 200 caractères au plus.
refusal-phone-invalid = « { $phone } » n’est pas un numéro de téléphone.
refusal-too-many-skills = Indiquez au plus { $most } compétences, thèmes compris.
refusal-skill-too-long = « { $skill } » est trop long : { $most } caractères au plus pour une compétence.
refusal-last-lead = Ce réseau n’aurait plus de pilote. Nommez d’abord quelqu’un, ou demandez à l’administration ou à un·e pilote au-dessus.
refusal-not-confirmed = Cochez la case qui confirme : c’est définitif.
refusal-already-erased = Les données de cette personne sont déjà effacées.
refusal-last-administrator = La fédération n’aurait plus d’administration. Confiez-la d’abord à quelqu’un.
refusal-same-member = C’est deux fois la même fiche.
refusal-member-archived = La fiche de cette personne est archivée.
refusal-already-ended = Cette adhésion est déjà terminée.
refusal-transfer-announced = Un changement de réseau est annoncé : annulez-le d’abord (« Rétablir », sur la page de la personne), ou mettez fin à l’adhésion à venir dans l’autre réseau.
refusal-date-before-start = L’adhésion n’avait pas commencé à cette date.
refusal-ends-earlier = L’équipe du réseau y met fin le { $ends_on } : vous pouvez partir plus tôt, mais elle seule peut repousser ce jour.
refusal-date-after-end = L’adhésion prend fin ce jour-là, ou avant : indiquez un jour plus tôt, ou repoussez d’abord la fin prévue.
refusal-already-member = Cette personne est déjà membre du réseau.
refusal-nobody-chosen = Choisissez au moins une personne.
refusal-too-many-memberships = { $count } personnes, c’est trop en une fois : 100 au plus.
refusal-too-many-readers = C’est trop de monde en une fois : { $most } personnes au plus.
refusal-nothing-changes = Choisissez un rôle ou un rôle local.
refusal-changed-since = Cette adhésion a encore changé depuis : elle reste ce qu’elle est.
refusal-not-ended = Il n’y a rien à annuler : cette adhésion est en cours.
refusal-has-left = Cette personne est partie d’elle-même : invitez-la.
refusal-transfer-taken-back = Ce changement de réseau a été repris : la personne est restée dans son réseau. Refaites-le si besoin.
refusal-has-moved = Cette personne a changé de réseau : faites le changement inverse.
refusal-transfer-of-others = Le changement de réseau annoncé mène à un réseau que vous ne pilotez pas : c’est à son équipe de l’annuler d’abord.
refusal-role-announced = Une entrée dans ce réseau est annoncée pour le { $on }, avec un rôle plus large. Seule une personne qui peut donner ce rôle peut l’avancer.
refusal-membership-unknown = Cette adhésion est introuvable.
refusal-too-late = Cette adhésion est finie depuis plus de trente jours : invitez de nouveau la personne.
refusal-email-unchanged = C’est déjà votre adresse.
refusal-email-change-too-often = { $most } courriels de confirmation sont déjà partis depuis hier. Réessayez demain.
refusal-email-change-unknown = Ce lien n’est pas pour le compte avec lequel vous êtes connecté·e, ou il est incomplet : certaines messageries coupent les liens longs.
refusal-email-change-used = Ce lien a déjà servi, ou vous avez demandé une autre adresse depuis : seul le dernier courriel compte.
refusal-email-change-expired = Ce lien ne vaut qu’un jour, et ce jour est passé. Demandez un nouveau courriel.
refusal-email-taken = Une autre fiche a déjà cette adresse : ce sont peut-être deux fiches de la même personne.
refusal-no-address = Indiquez au moins une adresse.
refusal-too-many-addresses = { $count } adresses, c’est trop en une fois : 500 au plus.
refusal-word-too-long = Ce mot est trop long : 2000 caractères au plus.
refusal-try-again = Quelqu’un d’autre invitait au même moment ; recommencez.
refusal-already-answered = Cette invitation a déjà reçu une réponse.
refusal-already-invited = Une invitation attend déjà la réponse de cette personne.
refusal-unreachable = Aucun courriel ne peut partir : cette personne ne veut plus d’invitations, ou sa fiche est fermée.
refusal-just-sent = Un courriel est parti à cette adresse il y a moins d’une heure : attendez un peu avant d’en envoyer un autre.
refusal-invitation-unknown = Cette invitation n’existe pas, ou un courriel plus récent la remplace.
refusal-invitation-revoked = Cette invitation a été retirée.
refusal-invitation-expired = Cette invitation n’est plus valable. Demandez qu’on vous la renvoie.
refusal-wrong-person = Cette invitation a été envoyée à { $email }. Confirmez si vous l’acceptez avec votre compte.
refusal-already-requested = Votre demande attend déjà une réponse.
refusal-requested-too-often = Vous avez demandé { $most } fois en { $days } jours à entrer dans ce réseau. Écrivez plutôt à son équipe, ou réessayez plus tard.
refusal-already-decided = Cette demande a déjà reçu une réponse.
refusal-message-too-long = Ce message est trop long : 200 caractères pour l’objet, { $most } pour le texte.
refusal-message-to-oneself = C’est votre propre fiche.
refusal-member-unreachable = Cette personne ne peut plus être jointe ici.
refusal-messages-unwanted = Cette personne a choisi de ne pas recevoir de messages des membres. Vous la verrez peut-être à la prochaine rencontre.
refusal-too-many-messages = Vous avez déjà écrit à { $most } personnes depuis hier. Reprenez demain.

skill-diagnostic-numerique = Diagnostic numérique
skill-prendre-en-main-du-materiel = Prendre en main du matériel
skill-maintenance-de-materiel = Maintenance de matériel
skill-gere-ses-contenus-numeriques = Gérer ses contenus numériques
skill-navigation-sur-internet = Navigation sur internet
skill-email = Courriels
skill-bureautique = Bureautique
skill-reseaux-sociaux = Réseaux sociaux
skill-sante = Santé
skill-banque-et-achats-en-ligne = Banque et achats en ligne
skill-entrepreneuriat = Entrepreneuriat
skill-insertion-professionnelle = Insertion professionnelle
skill-securite-numerique = Sécurité numérique
skill-parentalite = Parentalité
skill-scolarite-et-numerique = Scolarité et numérique
skill-creer-avec-le-numerique = Créer avec le numérique
skill-culture-numerique = Culture numérique
skill-intelligence-artificielle = Intelligence artificielle
skill-aide-aux-demarches-administratives = Aide aux démarches administratives
skill-papiers-elections-citoyennete = Papiers, élections, citoyenneté
skill-famille-scolarite = Famille, scolarité
skill-social-sante = Social, santé
skill-travail-formation = Travail, formation
skill-logement = Logement
skill-transports-mobilite = Transports, mobilité
skill-argent-impots = Argent, impôts
skill-justice = Justice
skill-etrangers-europe = Étrangers, Europe
skill-loisirs-sports-culture = Loisirs, sports, culture
skill-associations = Associations

page-people-found = { $count ->
    [0] Personne
    [one] Une personne
   *[other] { $count } personnes
}
page-people-found-below = { $people ->
    [one] Une personne
   *[other] { $people } personnes
}, { $memberships } adhésions
page-people-choose-all = Choisir les { $count } personnes de cette liste
page-people-choose-all-below = { $people ->
    [one] Choisir la personne de cette liste
   *[other] Choisir les { $people } personnes de cette liste
} ({ $memberships } adhésions)
page-people-choose-slices = Choisir toute la liste, cent à la fois
page-people-file = Personnes
page-unnamed = Sans nom
page-seen-never = jamais
page-seen-hidden = non visible
page-address-not-shown = adresse non affichée
page-invitations-sent = { $count ->
    [0] Aucun courriel n’est parti
    [one] Une invitation est partie
   *[other] { $count } invitations sont parties
}
page-invitations-would = { $count ->
    [0] Personne ne recevrait de courriel
    [one] Une personne recevra un courriel
   *[other] { $count } personnes recevront un courriel
}
page-invitations-send = { $count ->
    [one] Envoyer l’invitation
   *[other] Envoyer les { $count } invitations
}
page-invitations-count = { $count ->
    [one] Une invitation
   *[other] { $count } invitations
}
page-invitations-report = Invitations
page-entry-invited = Invitée
page-entry-to-invite = Sera invitée
page-entry-duplicate = Déjà plus haut dans la liste
page-entry-already-member = Déjà membre
page-entry-already-invited = Déjà invitée, sans réponse
page-entry-unreachable = Ne peut pas être invitée : elle ne veut plus d’invitations, ou sa fiche est fermée
page-entry-just-sent = Ne peut pas encore être invitée : une invitation lui a été envoyée, puis retirée, il y a moins d’une heure
page-entry-malformed = Pas d’adresse lisible
page-entry-malformed-space = Adresse avec une espace
page-entry-malformed-too-long = Adresse trop longue
page-entry-malformed-local-part = Adresse impossible avant l’arobase
page-entry-malformed-domain = Adresse sans domaine valable après l’arobase
page-entry-held-back = En attente des autres
page-entry-names-undecided = Où prénom et nom ne sont pas distingués, le premier mot est pris pour le prénom, un mot seul pour le nom. Pour les distinguer, collez aussi la ligne d’en-têtes (Prénom, Nom, Adresse électronique), ou écrivez le nom de famille en capitales. Chaque personne peut corriger le sien.
page-invitation-sent = En attente de réponse
page-invitation-accepted = Acceptée
page-invitation-declined = Déclinée
page-invitation-expired = Plus valable
page-invitation-revoked = Retirée
page-invitation-already-manager = Cette personne est déjà référente de cette structure.
page-invitation-another-waits = Une autre invitation à la même adresse attend sa réponse.
page-invitation-pause = Renvoi possible à partir de { $at }.
page-invitation-times = { $count ->
    [one] le { $day }
   *[other] le { $day } ({ $count } envois)
}
page-chosen = { $count ->
    [0] Aucune personne choisie
    [one] Agir pour une personne
   *[other] Agir pour { $count } personnes
}
page-chosen-below = { $people ->
    [one] Agir pour une personne
   *[other] Agir pour { $people } personnes
} ({ $memberships } adhésions)
page-chosen-would-change = { $count ->
    [0] Aucun rôle ne changerait
    [one] Une personne changerait de rôle
   *[other] { $count } personnes changeraient de rôle
}
page-chosen-would-end = { $count ->
    [0] Aucune adhésion ne prendrait fin
    [one] Une adhésion prendrait fin
   *[other] { $count } adhésions prendraient fin
}
page-chosen-would-write = { $count ->
    [0] Personne ne recevrait de courriel
    [one] Une personne recevrait un courriel
   *[other] { $count } personnes recevraient un courriel
}
page-chosen-would-invite = { $count ->
    [0] Personne ne serait invité
    [one] Une personne serait invitée
   *[other] { $count } personnes seraient invitées
}
page-chosen-would-restore = { $count ->
    [0] Aucune adhésion ne serait rétablie
    [one] Une adhésion serait rétablie
   *[other] { $count } adhésions seraient rétablies
}
page-chosen-restore = { $count ->
    [one] Une adhésion peut être rétablie telle qu’elle était, celle de : { $names }. L’équipe du réseau y a mis fin depuis moins de trente jours.
   *[other] { $count } adhésions peuvent être rétablies telles qu’elles étaient, celles de : { $names }. L’équipe du réseau y a mis fin depuis moins de trente jours.
}
page-chosen-keep = { $count ->
    [one] Une adhésion qui doit finir plus tard peut être gardée, celle de : { $names }. Cette fin ne compte plus ; si une autre était prévue avant elle et reste à venir, c’est de nouveau celle-là qui compte.
   *[other] { $count } adhésions qui doivent finir plus tard peuvent être gardées, celles de : { $names }. Ces fins ne comptent plus ; si une autre était prévue avant et reste à venir, c’est de nouveau celle-là qui compte.
}
page-chosen-stay = { $count ->
    [one] Un changement de réseau annoncé peut être annulé, celui de : { $names }. La personne reste alors dans le réseau où elle est.
   *[other] { $count } changements de réseau annoncés peuvent être annulés, ceux de : { $names }. Ces personnes restent alors dans le réseau où elles sont.
}
page-chosen-give-back = { $count ->
    [one] Une personne dont le rôle a changé peut retrouver celui d’avant : { $names }.
   *[other] { $count } rôles qui ont changé peuvent redevenir ceux d’avant : { $names }.
}
page-chosen-name-ends = { $name } ({ $ends })
page-chosen-over = { $role }, terminée
page-chosen-until = jusqu’au { $day }
page-chosen-leaves-for = part pour { $network } le { $day }
page-chosen-transfer-announced = changement de réseau annoncé pour le { $day }
page-chosen-restore-more = { $count ->
    [one] une autre personne
   *[other] { $count } autres personnes
}
page-chosen-letters = { $count ->
    [0] Aucun courriel ne part.
    [one] Un courriel part.
   *[other] { $count } courriels partent.
}
page-chosen-becomes = { $before } → { $after }
page-chosen-stays = { $before }, sans changement
page-chosen-ends = prend fin le { $day }
page-chosen-ends-planned = prend fin le { $day }, au lieu de la fin prévue le { $planned }
page-chosen-ends-for-good = { $ends }, et ne pourra pas être rétablie
page-chosen-lost = { $words }, et vous ne pourrez pas l’annuler
page-network-unchosen = Choisissez le nouveau réseau.
page-event-missing = Choisissez une rencontre.
page-reader-leaves = recevra le courriel
page-reader-oneself = c’est vous
page-reader-unreachable = ne peut pas être jointe ici
page-reader-unwanted = ne reçoit pas de messages
page-reader-already-written = a déjà reçu ce courriel aujourd’hui
page-guest-invited = recevra l’invitation
page-guest-without-letter = sera invitée sans courriel, parce qu’elle ne veut plus en recevoir
page-guest-answered = déjà invitée, ou a déjà répondu
page-import-nothing = Choisissez un fichier CSV, ou collez le tableau.
page-import-too-large = Ce fichier dépasse un mégaoctet. Partagez-le en plusieurs fichiers.
page-import-to-create = Sera créée
page-import-to-change = Sera modifiée
page-import-to-keep = Sera gardée, à vérifier
page-import-to-repair = Sera corrigée
page-import-created = Créée
page-import-changed = Modifiée
page-import-unchanged = Inchangée
page-import-closed = Fermée, laissée telle quelle
page-import-refused = Ligne refusée
page-import-left-out = Valeur laissée
page-import-kept = Gardée, à vérifier
page-import-repaired = Corrigée
page-import-report = Import
page-import-no-letter = Aucun courriel ne part de cet import.
page-import-asks = { $count ->
    [one] Une personne recevra un courriel qui lui demande de signer la charte « { $charter } ».
   *[other] { $count } personnes recevront un courriel qui leur demande de signer la charte « { $charter } ».
}
page-import-bring = { $count ->
    [one] Importer cette ligne
   *[other] Importer ces { $count } lignes
}
page-column-unnamed = Colonne { $number }
page-column-email = Adresse électronique
page-column-first-name = Prénom
page-column-last-name = Nom
page-column-full-name = Prénom et nom
page-column-phone = Téléphone
page-column-role = Profil
page-column-local-role = Rôle local
page-column-job-title = Fonction
page-column-starts-on = Début du contrat
page-column-ends-on = Fin du contrat
page-column-employer-name = Structure : nom
page-column-employer-pivot = Structure : SIRET ou RNA
page-column-employer-address = Structure : adresse
page-column-employer-commune = Structure : commune
page-column-employer-postal-code = Structure : code postal
page-column-employer-insee-code = Structure : code Insee
page-ends-today = Aujourd’hui si vous n’indiquez rien.
page-ends-never-begins = Si vous n’indiquez rien, le { $day } : l’adhésion prend fin le jour où elle devait commencer, et n’aura pas lieu.
page-ends-today-or-never-begins = Aujourd’hui si vous n’indiquez rien. Une adhésion qui commence plus tard prend fin le jour où elle devait commencer, et n’aura pas lieu.
page-transfer-announced = C’est noté : l’adhésion passera dans l’autre réseau le { $day }.
page-transfer-never-begins = Si vous n’indiquez rien, le { $day }, jour où l’adhésion devait commencer : la personne entre ce jour-là dans l’autre réseau.
page-ending-left = partie d’elle-même
page-ending-removed = l’équipe y a mis fin
page-ending-transferred = passée dans un autre réseau
page-ending-changed = le rôle a changé
page-ending-archived = fiche ou réseau fermé
page-ending-merged = réunie à une autre fiche
page-ending-erased = données effacées
page-own-ending-left = Vous avez quitté le réseau
page-own-ending-removed = L’équipe du réseau y a mis fin
page-own-ending-changed = Le rôle ou le réseau a changé
page-own-ending-archived = Votre fiche a été fermée
page-own-ending-resumed = Votre fiche a été fermée, puis rouverte : l’adhésion a repris le { $day }
refusal-reason-too-long = L’explication est trop longue : { $most } caractères au plus.
refusal-not-acting = Vous agissez déjà en votre nom.
page-chosen-done = C’est fait
page-chosen-noted = { $count ->
    [one] C’est noté pour une adhésion
   *[other] C’est noté pour { $count } adhésions
}
page-chosen-partly = Fait pour { $done ->
    [one] une personne
   *[other] { $done } personnes
}, refusé pour { $refused ->
    [one] une autre
   *[other] { $refused } autres
}
page-chosen-partly-below = { $done ->
    [one] Fait pour une adhésion
   *[other] Fait pour { $done } adhésions
}, refusé pour { $refused ->
    [one] une autre
   *[other] { $refused } autres
}
page-chosen-in = { $name }, { $network }
page-chosen-slice-first = La liste a { $all } : { $count ->
    [one] la première est choisie
   *[other] les { $count } premières sont choisies
}. Agissez pour elles, puis passez aux suivantes.
page-chosen-slice-next = { $count ->
    [one] Voici la personne suivante
   *[other] Voici les { $count } personnes suivantes
} de la liste. Agissez pour elles, puis passez aux suivantes.
page-chosen-slice-last = Voici les dernières de la liste.
page-chosen-slice-none = Personne ne suit plus dans la liste. Ce que vous avez saisi est resté dans le formulaire.
page-chosen-transfer-first = Un changement de réseau est annoncé : annulez-le d’abord (« Garder ces adhésions » ou « Rétablir », sur cette page, si vous pilotez aussi l’autre réseau), ou mettez fin à l’adhésion à venir dans l’autre réseau.
page-chosen-moved = Un rôle a changé depuis que vous avez choisi ces personnes : voici ce qui arriverait maintenant.
page-chosen-restored = C’est rétabli pour { $names }.
page-chosen-kept = Ce que vous avez saisi d’autre est resté dans le formulaire.
page-chosen-unsaid = Rien n’est encore fait : choisissez, plus bas, ce que vous voulez voir. Ce que vous avez saisi est resté dans le formulaire.
page-chosen-written = Les courriels sont partis. Votre message est resté dans le formulaire.
page-chosen-invited = { $count ->
    [0] Aucun courriel d’invitation n’est parti
    [one] Une invitation est partie
   *[other] { $count } invitations sont parties
}. Votre choix est resté dans le formulaire.
