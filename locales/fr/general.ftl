# What every door says.
denied-anonymous = Connectez-vous pour continuer.
denied-hidden = Introuvable, ou vous n’y avez pas accès.
denied-administrator = Seule l’administration de la fédération peut le faire.
denied-lead = Il faut piloter ce réseau, ou un réseau au-dessus.
denied-organiser = Il faut piloter ou animer ce réseau, ou un réseau au-dessus.
denied-membership = Il faut être membre du réseau.
denied-manager = Il faut être référent·e de la structure, ou piloter un réseau de ses salarié·es.
denied-oneself = Seule la personne concernée peut le faire.
denied-scope = Ce jeton n’en donne pas le droit.
denied-subtree = Ce jeton est limité à une autre partie de la fédération.
unreadable-page-size = Indiquez first ou last, de 1 à 100.
unreadable-cursor = Ce curseur n’est pas de cette liste.
too-slow = La réponse prend trop de temps. Demandez-en moins à la fois.
fault = Une erreur est survenue. Si elle persiste, signalez-la avec le numéro { $request }.

because-house = opération du serveur
because-administrator = vous administrez la fédération
because-leads = vous pilotez { $network }
because-leads-above = vous pilotez { $network }, au-dessus de ce réseau
because-organises = vous animez { $network }
because-organises-above = vous animez { $network }, au-dessus de ce réseau
because-oneself = c’est vous
because-manages = vous êtes référent·e de la structure
because-belongs = vous en êtes membre
because-fellow = vous partagez un réseau
because-signed-in = vous êtes connecté·e
because-public = c’est public
