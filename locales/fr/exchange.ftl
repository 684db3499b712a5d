# Imports et exports de fichiers.
command-network-unknown = Aucun réseau n’a le nom court « { $slug } ».
command-member-unknown = Personne n’a l’adresse { $email }.
command-file-missing = Le fichier « { $path } » n’existe pas.
command-folder-missing = Le dossier où écrire « { $path } » n’existe pas.
command-file-closed = Vous n’avez pas accès au fichier « { $path } ».
command-file-folder = « { $path } » est un dossier : indiquez un fichier.
command-file-broken = Le fichier « { $path } » ne peut être ni lu ni écrit : { $reason }
command-input-broken = Ce qui entre (« - ») ne peut pas être lu : { $reason }. Indiquez un fichier.
command-output-broken = Ce qui sort ne peut pas être écrit : { $reason }. Indiquez un fichier avec --output.
command-print-broken = Ce qui sort ne peut pas être écrit : { $reason }.
command-erase-unconfirmed = L’effacement est définitif : ajoutez --confirm pour le confirmer.
refusal-file-empty = Le fichier est vide.
refusal-file-not-text = Ce fichier n’est pas du texte : enregistrez le tableur au format CSV, puis recommencez.
refusal-file-of-places = Ce fichier est une liste de lieux, pas de personnes. Les lieux s’ajoutent depuis la page de leur structure, ou tous à la fois par l’administration du serveur (maillage import places).
refusal-headings-missing = Aucune ligne du fichier ne ressemble aux intitulés de colonnes attendus.
refusal-columns-missing = Il manque des colonnes : { $columns }.
refusal-network-archived = Ce réseau est fermé.

exchange-written = { $count ->
    [one] { $count } ligne écrite dans { $path }.
   *[other] { $count } lignes écrites dans { $path }.
}
exchange-counts = { $created } { $created ->
    [one] créé
   *[other] créés
}, { $changed } { $changed ->
    [one] modifié
   *[other] modifiés
}, { $unchanged } { $unchanged ->
    [one] inchangé
   *[other] inchangés
}, { $refused } { $refused ->
    [one] ligne refusée
   *[other] lignes refusées
}.
exchange-counts-closed = { $count } { $count ->
    [one] fermé, laissé tel quel
   *[other] fermés, laissés tels quels
}.
exchange-counts-planned = Simulation, rien n’est écrit. À créer : { $created } ; à modifier : { $changed } ; inchangés : { $unchanged } ; lignes refusées : { $refused }.
exchange-plan-created = ligne { $line } : créer « { $name } »
exchange-plan-changed = ligne { $line } : modifier « { $name } »
exchange-plan-closed = ligne { $line } : « { $name } » est fermé, laissé tel quel
exchange-change = { $field } : { $before } → { $after }
exchange-said-nothing = (rien)
exchange-said-hidden = (que vous ne pouvez pas voir)
exchange-said-yes = oui
exchange-said-no = non
exchange-said-job = { $employer }, du { $from } au { $last }
exchange-said-job-open = { $employer }, à partir du { $from }

exchange-problem = ligne { $line } : { $reason } ; { $consequence }
exchange-problem-with-value = ligne { $line }, « { $value } » : { $reason } ; { $consequence }
exchange-problem-in-column = ligne { $line }, colonne « { $column } » : { $reason } ; { $consequence }
exchange-problem-in-column-with-value = ligne { $line }, colonne « { $column } », « { $value } » : { $reason } ; { $consequence }
exchange-kept = gardé tel quel, à vérifier
exchange-repaired = corrigé, rien n’est perdu
exchange-value-left-out = valeur laissée de côté
exchange-row-refused = ligne refusée

exchange-reason-missing = une valeur est nécessaire
exchange-reason-duplicate = la ligne { $line } dit déjà la même chose
exchange-reason-same-record = la ligne { $line } porte déjà sur la même fiche, et dit autre chose
exchange-reason-same-person = c’est la même personne qu’à la ligne { $line }
exchange-reason-said-otherwise = la ligne { $line } dit autre chose de la même personne, et l’emporte
exchange-reason-too-many-cells = la ligne a plus de cases que le tableau n’a de colonnes
exchange-reason-unknown-column = cette colonne n’est pas connue
exchange-reason-repeated-column = une autre colonne dit la même chose
exchange-reason-not-a-pivot = ce n’est pas un numéro SIRET ou RNA valable
exchange-reason-not-an-email = ce n’est pas une adresse électronique
exchange-reason-not-a-phone = ce n’est pas un numéro de téléphone
exchange-reason-several-phones = il y a plusieurs numéros, le premier est gardé
exchange-reason-foreign-phone = le standard n’accepte que des numéros français
exchange-reason-not-a-day = ce n’est pas une date
exchange-reason-not-coordinates = ce ne sont pas des coordonnées
exchange-reason-not-hours = ces horaires ne se lisent pas ; écrivez-les comme « lundi au vendredi 9h-12h, 14h-17h »
exchange-reason-not-a-web-address = ce n’est pas une adresse web
exchange-reason-not-in-list = cette valeur n’est pas dans la liste du standard
exchange-reason-kept-as-other-label = cette valeur n’est pas dans la liste du standard ; elle rejoint les autres labels
exchange-reason-not-a-postal-code = un code postal a cinq chiffres
exchange-reason-not-an-insee-code = ce n’est pas un code Insee
exchange-reason-no-commune = aucune commune n’a ce code Insee aujourd’hui
exchange-reason-other-commune = ce n’est pas le code Insee de la commune de l’adresse
exchange-reason-lost-zero = le zéro du début manquait
exchange-reason-odd-letters = des signes que le standard ne connaît pas ont été retirés
exchange-reason-too-long = plus de { $limit } caractères : le début est gardé
exchange-reason-name-too-long = un nom a au plus { $limit } caractères
exchange-reason-unknown = cette valeur n’est pas reconnue
exchange-reason-not-a-moment = ce n’est pas une date avec son heure
exchange-reason-not-a-number = ce n’est pas un nombre possible ici
exchange-reason-ends-before-start = la fin précède le début
exchange-reason-no-first-day = cet emploi est terminé, et son premier jour n’est pas connu
exchange-reason-overlaps = la personne a déjà un autre emploi dans cette structure pendant une partie de ces jours
exchange-reason-has-left = cette personne a quitté le réseau ; invitez-la
exchange-reason-archived = la fiche de cette personne est fermée
exchange-reason-known-elsewhere = c’est connu ailleurs dans la fédération, où vous ne pouvez pas le modifier
exchange-reason-kept-own = la personne tient elle-même sa fiche, qui dit autre chose
exchange-reason-number-taken = une autre structure a ce numéro
exchange-reason-deadline-too-late = la clôture des inscriptions, ou la limite pour annuler, viendrait après la fin de la rencontre
exchange-reason-registration-opens-too-late = les inscriptions s’ouvriraient après leur clôture, ou après le début de la rencontre
exchange-reason-already-published = la rencontre est publiée ; modifiez-la sur sa page, pour que les personnes inscrites soient prévenues
exchange-reason-outside-event = ce temps sortirait des horaires de la rencontre
exchange-reason-session-outside = un temps du programme sortirait des nouveaux horaires
exchange-reason-too-many-sessions = un programme compte au plus 100 temps
exchange-reason-not-in-file = le fichier n’en dit rien
exchange-reason-no-event-that-day = aucune rencontre du fichier ne commence ce jour-là, ou bien plusieurs

# Les champs qu’un fichier change, dans les aperçus et les rapports.
exchange-field-first-name = prénom
exchange-field-last-name = nom
exchange-field-phone = téléphone
exchange-field-job-title = fonction
exchange-field-profile-kind = profil
exchange-field-membership = adhésion
exchange-field-local-role = rôle local
exchange-field-employment = emploi
exchange-field-new-employer = nouvelle structure
exchange-field-name = nom
exchange-field-siret = SIRET
exchange-field-rna = RNA
exchange-field-address = adresse
exchange-field-postal-code = code postal
exchange-field-commune-name = commune
exchange-field-insee-code = code Insee
exchange-field-email = courriel
exchange-field-website-url = site web
exchange-field-postal-codes = codes postaux
exchange-field-epci-code = SIREN de l’intercommunalité
exchange-field-epci-name = intercommunalité
exchange-field-population = population
exchange-field-title = titre
exchange-field-kind = type
exchange-field-description = description
exchange-field-visibility = visibilité
exchange-field-mode = modalité
exchange-field-start = début
exchange-field-end = fin
exchange-field-time-zone = fuseau horaire
exchange-field-is-date-tentative = date à confirmer
exchange-field-venue = lieu
exchange-field-venue-address = adresse du lieu
exchange-field-is-venue-tentative = lieu à confirmer
exchange-field-online-url = lien de connexion
exchange-field-capacity-on-site = places sur place
exchange-field-capacity-online = places en ligne
exchange-field-registration-opens-at = ouverture des inscriptions
exchange-field-registration-closes-at = clôture des inscriptions
exchange-field-audience = inscription ouverte à
exchange-field-needs-approval = sur validation
exchange-field-agenda = programme
exchange-field-id = identifiant
exchange-field-pivot = SIRET ou RNA de la structure
exchange-field-nom = nom
exchange-field-commune = commune
exchange-field-code-postal = code postal
exchange-field-code-insee = code Insee
exchange-field-adresse = adresse
exchange-field-complement-adresse = complément d’adresse
exchange-field-latitude = latitude
exchange-field-longitude = longitude
exchange-field-typologie = genre de lieu
exchange-field-telephone = téléphone
exchange-field-courriels = courriels
exchange-field-site-web = site web
exchange-field-horaires = horaires
exchange-field-presentation-resume = résumé
exchange-field-presentation-detail = présentation
exchange-field-source = source
exchange-field-itinerance = itinérance
exchange-field-structure-parente = structure parente
exchange-field-date-maj = dernière vérification
exchange-field-services = services
exchange-field-publics-specifiquement-adresses = publics accueillis en particulier
exchange-field-prise-en-charge-specifique = prise en charge particulière
exchange-field-frais-a-charge = frais
exchange-field-dispositif-programmes-nationaux = programmes nationaux
exchange-field-formations-labels = labels et formations
exchange-field-autres-formations-labels = autres labels
exchange-field-modalites-acces = comment venir
exchange-field-modalites-accompagnement = accompagnement
exchange-field-fiche-acces-libre = fiche d’accessibilité
exchange-field-prise-rdv = prise de rendez-vous
exchange-field-employer = structure qui tient le lieu
