# Calendriers : abonnements et refus.
calendar-federation = Maillage : rencontres publiques
calendar-network = { $network } : rencontres
calendar-own = Maillage : mes inscriptions
calendar-postponed = Reportée : { $title }
calendar-cancelled = Annulée : { $title }
calendar-date-tentative = La date peut encore changer.
calendar-registration-pending = Votre inscription attend la réponse de l’équipe.
calendar-registration-waitlisted = Vous êtes sur la liste d’attente.
calendar-registration-offered = Une place vous est proposée : répondez sur la page.

refusal-calendar-feed-open = Votre adresse d’abonnement existe déjà.
refusal-calendar-feed-missing = Cette adresse d’abonnement n’est plus ouverte.
