//! What is said to a person who could not sign in, for each reason.

/// What happened, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The page's title.
    pub title: &'static str,
    /// What happened.
    pub explanation: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// The words for a code; an unknown one gets the general words.
pub fn words_for(code: &str) -> Words {
    let (title, explanation, advice) = match code {
        "provider_unreachable" | "provider_too_slow" => (
            "Le service de connexion ne répond pas",
            "Nous n’avons pas pu joindre le service qui vérifie votre identité. Cela ne vient pas de vous.",
            "Réessayez dans quelques minutes, ou demandez un lien de connexion par courriel : il fonctionne sans ce service.",
        ),
        "provider_misdescribed" => (
            "Le service de connexion est mal configuré",
            "Le service qui vérifie votre identité ne se présente pas comme prévu. Par prudence, nous n’avons rien envoyé.",
            "Prévenez l’équipe qui administre ce site. En attendant, vous pouvez vous connecter avec un lien reçu par courriel.",
        ),
        "not_started" | "started_too_long_ago" | "state_mismatch" => (
            "La connexion a été interrompue",
            "Nous ne reconnaissons pas cette réponse : la connexion a duré trop longtemps, a été reprise dans un autre onglet ou un autre navigateur, ou les cookies de ce site sont bloqués.",
            "Recommencez depuis cette page, dans un seul onglet, en autorisant les cookies de ce site.",
        ),
        "issuer_mixed_up" | "issuer_unnamed" => (
            "Cette réponse ne vient pas du bon service",
            "La réponse reçue ne porte pas le nom du service de connexion que vous aviez choisi. Par sécurité, nous l’avons refusée.",
            "Recommencez depuis cette page. Si vous êtes arrivé·e ici par un lien reçu d’une autre personne, ne l’utilisez plus.",
        ),
        "declined" => (
            "Vous n’êtes pas connecté·e",
            "La connexion a été annulée, ou le service de connexion ne vous a pas donné accès.",
            "Vous pouvez recommencer, ou demander un lien de connexion par courriel.",
        ),
        "code_missing" | "code_refused" => (
            "Ce retour de connexion n’est plus valable",
            "Chaque retour du service de connexion ne sert qu’une fois et très peu de temps. C’est souvent le cas après un retour en arrière ou une page rechargée.",
            "Recommencez depuis cette page.",
        ),
        "assurance_too_low" => (
            "Votre compte n’est pas assez protégé pour ce site",
            "Le service de connexion indique un niveau de vérification d’identité inférieur à celui demandé ici.",
            "Renforcez votre compte auprès de votre fournisseur d’identité, ou demandez un lien de connexion par courriel.",
        ),
        "EMAIL_MISSING" => (
            "Il nous manque votre adresse électronique",
            "Le service de connexion ne nous a pas transmis d’adresse, et nous ne vous connaissons pas encore.",
            "Autorisez la transmission de votre adresse, ou demandez un lien de connexion par courriel.",
        ),
        "MEMBER_ARCHIVED" => (
            "Votre fiche est archivée",
            "Votre identité est reconnue, mais votre fiche de membre a été archivée : elle ne permet plus de se connecter.",
            "Écrivez aux personnes qui pilotent votre réseau : elles peuvent la rouvrir.",
        ),
        "LINK_UNKNOWN" => (
            "Ce lien n’existe pas",
            "L’adresse est peut-être incomplète : certaines messageries coupent les liens longs.",
            "Copiez le lien entier depuis le courriel, ou demandez-en un nouveau ci-dessous.",
        ),
        "LINK_USED" => (
            "Ce lien a déjà servi",
            "Pour votre sécurité, un lien de connexion ne sert qu’une fois.",
            "Si vous venez de l’utiliser, vous êtes peut-être déjà connecté·e dans un autre onglet. Sinon, demandez un nouveau lien.",
        ),
        "LINK_EXPIRED" => (
            "Ce lien a expiré",
            "Pour votre sécurité, un lien de connexion n’est valable que quinze minutes.",
            "Demandez un nouveau lien : il arrive en général en moins d’une minute.",
        ),
        "OTHER_BROWSER" => (
            "Ouvrez ce lien dans le même navigateur",
            "Cette confirmation relie un compte professionnel à votre fiche. Elle ne peut se faire que dans le navigateur où vous avez commencé à vous connecter. Si vous n’avez rien demandé, ne faites rien : aucun compte ne sera relié.",
            "Copiez le lien du courriel dans le navigateur où vous avez commencé, ou recommencez la connexion depuis celui-ci.",
        ),
        "too_many" => (
            "Trop de demandes",
            "Beaucoup de liens ont été demandés depuis votre connexion internet en peu de temps.",
            "Attendez quelques minutes, puis réessayez. Les liens déjà reçus restent valables quinze minutes.",
        ),
        "not_from_here" => (
            "Cette demande vient d’un autre site",
            "Pour votre sécurité, ce formulaire n’est accepté que depuis nos propres pages.",
            "Revenez à la page de connexion et recommencez.",
        ),
        "provider_absent" => (
            "Aucun service de connexion n’est configuré",
            "Sur ce site, on se connecte seulement avec un lien reçu par courriel.",
            "Demandez un lien de connexion ci-dessous.",
        ),
        "fault" => (
            "Quelque chose s’est mal passé de notre côté",
            "La connexion n’a pas pu être terminée. L’incident est enregistré.",
            "Réessayez dans un moment. Si cela se reproduit, transmettez la référence ci-dessous à l’équipe.",
        ),
        _ => (
            "L’identité reçue n’a pas pu être vérifiée",
            "Le service de connexion a répondu, mais sa réponse ne passe pas nos vérifications de sécurité. Par prudence, la connexion s’est arrêtée là.",
            "Recommencez. Si cela se reproduit, transmettez la référence ci-dessous à l’équipe, ou demandez un lien de connexion par courriel.",
        ),
    };
    Words { title, explanation, advice }
}
