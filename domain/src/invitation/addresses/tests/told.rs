//! Which words beside an address are the name of somebody, and which of them the last name.

use super::{person, read};
use crate::invitation::addresses::{Name, has_words, left_out, parse};

#[test]
fn what_is_too_long_is_nobody_s_name() {
    let long = format!("Marie {}", "a".repeat(200));

    assert_eq!(read(&format!("{long} <marie@a.example>")), [person("", "marie@a.example")]);
}

/// First and last name of the only entry; the whole of it where the list does not tell them apart.
fn name(text: &str) -> Result<(String, String), Option<String>> {
    let entries = parse(text);
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    assert!(entry.email.is_ok(), "{text:?}");
    match &entry.name {
        Some(Name::Parted { first, last }) => Ok((first.clone(), last.clone())),
        other => Err(other.as_ref().map(Name::whole)),
    }
}

#[test]
fn capitals_a_comma_and_headings_tell_the_last_name() {
    for row in [
        "MARTIN\tPaul\tpaul@a.example\tMairie de Segré",
        "Paul;MARTIN;paul@a.example",
        "MARTIN Paul <paul@a.example>",
        "M. Paul MARTIN <paul@a.example>",
        "M.;Paul;MARTIN;paul@a.example",
        "Paul MARTIN;Médiateur;paul@a.example",
        "\"MARTIN, Paul\" <paul@a.example>",
        "MARTIN, Paul <paul@a.example>",
        "MARTIN, Paul, paul@a.example",
        "paul@a.example;MARTIN;Paul;Mairie de Segré",
        "Nom;Prénom;Adresse électronique\nMARTIN;Paul;paul@a.example",
        "Structure,Mail,Prénom,Nom\nMairie de Segré,paul@a.example,Paul,MARTIN",
        "Courriel\tNom et prénom\tFonction\npaul@a.example\tMARTIN Paul\tMédiateur",
    ] {
        assert_eq!(name(row), Ok(("Paul".to_owned(), "MARTIN".to_owned())), "{row:?}");
    }
    for row in [
        "Dupont, Marie <marie@a.example>",
        "Dupont, Marie, marie@a.example",
        "Prénom;Nom;Mail\nMarie;Dupont;marie@a.example",
        "Nom\tPrénom\tTél.\tE-mail (obligatoire)\nDupont\tMarie\t06 12 34 56 78\tmarie@a.example",
    ] {
        assert_eq!(name(row), Ok(("Marie".to_owned(), "Dupont".to_owned())), "{row:?}");
    }
}

#[test]
fn what_nothing_tells_apart_stays_one_name() {
    for (row, whole) in [
        ("Paul;Martin;Médiateur;p9@a.example;06 12 34 56 78", "Paul Martin"),
        ("Martin;Paul;p1@a.example", "Martin Paul"),
        ("Marie, Dupont, marie.dupont@a.example", "Marie Dupont"),
        ("MARTIN;PAUL;p1@a.example", "MARTIN PAUL"),
        ("J.-P. Petit <jp@a.example>", "J.-P. Petit"),
        ("Mme Marie Dupont <m@a.example>", "Marie Dupont"),
        ("Marie;m@a.example", "Marie"),
    ] {
        assert_eq!(name(row), Err(Some(whole.to_owned())), "{row:?}");
    }
    assert_eq!(name("Mail;Structure\nm@a.example;Mairie de Segré"), Err(None), "no employer");
}

#[test]
fn a_name_with_a_number_stays_and_telephones_are_no_names() {
    for (row, whole) in [
        ("Jean Dupont 2 <jean@a.example>", "Jean Dupont 2"),
        ("Jean 3e Dupont; jean@a.example", "Jean 3e Dupont"),
        ("jean@a.example (Jean Dupont 2)", "Jean Dupont 2"),
        ("Jean 3e;Dupont;jean@a.example", "Jean 3e Dupont"),
        ("Mail;Nom\njean@a.example;Jean Dupont 2", "Jean Dupont 2"),
        ("3. Jean Dupont <jean@a.example>", "Jean Dupont"),
        ("3) Jean Dupont; jean@a.example", "Jean Dupont"),
        ("Secteur 2;jean@a.example;Jean Dupont", "Jean Dupont"),
        ("Jean Dupont;Secteur 2;jean@a.example", "Jean Dupont"),
    ] {
        assert_eq!(name(row), Err(Some(whole.to_owned())), "{row:?}");
    }
    let parted = Ok(("Marie".to_owned(), "Dupont 2".to_owned()));
    assert_eq!(name("Dupont 2, Marie <marie@a.example>"), parted);
    for row in [
        "Tél. 06 12 34 56 78 <jean@a.example>",
        "Poste 42; jean@a.example",
        "jean@a.example, 49000 Angers",
        "jean@a.example, 12 rue des Lilas",
        "jean@a.example, Angers 49000",
        "N° 12 rue des Lilas; jean@a.example",
        "n°12; jean@a.example",
        "rue des Lilas; jean@a.example",
        "Rue Haute; jean@a.example",
        "Place de la Mairie; jean@a.example",
        "Bureau 12; jean@a.example",
        "Bâtiment B;étage 2;jean@a.example",
        "Les Lilas 12 bis; jean@a.example",
        "Salle Jean Moulin; jean@a.example",
        "Place Foch <jean@a.example>",
        "jean@a.example (Maison Simone Veil)",
        "SALLE JEAN MOULIN; jean@a.example",
        "Bureau Marie <m@a.example>",
    ] {
        assert_eq!(name(row), Err(None), "{row:?}");
    }
    for (row, whole) in [
        ("Marie Place; m@a.example", "Marie Place"),
        ("Marie Bureau <m@a.example>", "Marie Bureau"),
        ("Salle-Petit Marie <m@a.example>", "Salle-Petit Marie"),
        ("Salle Jean Moulin;Zoé Lune;m@a.example", "Zoé Lune"),
        ("Jean de la Rue <m@a.example>", "Jean de la Rue"),
        ("Rue;Léa;m@a.example", "Rue Léa"),
        ("M.;m@a.example;Rue Léa Petit;Paul Martin", "Paul Martin"),
        ("Jean Dupont;Bureau 12;m@a.example", "Jean Dupont"),
    ] {
        assert_eq!(name(row), Err(Some(whole.to_owned())), "{row:?}");
    }
}

#[test]
fn titles_are_left_off() {
    for (row, whole) in [
        ("Dr Paul Martin <p@a.example>", "Paul Martin"),
        ("Pr. Anne Vidal; p@a.example", "Anne Vidal"),
        ("p@a.example (Maître Paul Martin)", "Paul Martin"),
        ("Mme le Gall <p@a.example>", "le Gall"),
        ("Mademoiselle;Anne;Vidal;p@a.example", "Anne Vidal"),
        ("Paul Maître <p@a.example>", "Paul Maître"),
        ("Maitre Paul <p@a.example>", "Maitre Paul"),
        ("Maitre;Paul;p@a.example", "Maitre Paul"),
        ("Maître <p@a.example>", "Maître"),
        ("Maître;p@a.example", "Maître"),
        ("Dupont, Dr <p@a.example>", "Dupont"),
    ] {
        assert_eq!(name(row), Err(Some(whole.to_owned())), "{row:?}");
    }
    for row in [
        "Mme Durand, Sophie <s@a.example>",
        "\"Mme Durand, Sophie\" <s@a.example>",
        "Durand, Mme Sophie <s@a.example>",
        "Mme Durand, Sophie, s@a.example",
        "Prénom;Nom;Mail\nSophie;Mme Durand;s@a.example",
    ] {
        assert_eq!(name(row), Ok(("Sophie".to_owned(), "Durand".to_owned())), "{row:?}");
    }
    let list = "a@a.example, Mme Durand, Sophie <s@a.example>";
    assert_eq!(read(list), [person("", "a@a.example"), person("Sophie Durand", "s@a.example")]);
}

#[test]
fn a_title_a_letter_a_function_or_two_people_are_nobody_s_name() {
    for row in [
        "M <p@a.example>",
        "Me <p@a.example>",
        "Me;p@a.example",
        "Mme;p@a.example",
        "A. <p@a.example>",
        "Nom;Mail\nM.;p@a.example",
        "M. et Mme Durand <p@a.example>",
        "M. et Mme Durand; p@a.example",
        "M. ET MME DURAND <p@a.example>",
        "M. & Mme Durand <p@a.example>",
        "M./Mme Durand <p@a.example>",
        "Zoé et Paul Durand <p@a.example>",
        "Durand, Zoé et Paul <p@a.example>",
        "Durand;M. et Mme;p@a.example",
        "p@a.example (Zoé ou Paul Durand)",
        "Nom;Mail\nM. et Mme Durand;p@a.example",
        "Prénom;Nom;Mail\nZoé et Paul;Durand;p@a.example",
        "Mme le Maire <p@a.example>",
        "Monsieur Le Maire <p@a.example>",
        "MADAME LA MAIRE; p@a.example",
        "la Présidente <p@a.example>",
        "M. l’adjoint au maire <p@a.example>",
        "Le Maire d’Angers <p@a.example>",
        "Maire d’Angers; p@a.example",
        "Nom;Mail\nMme le Maire;p@a.example",
        "Ville d’Angers <p@a.example>",
        "Ville d’Angers / Pôle social <p@a.example>",
        "Zoé Lune / Paul Petit <p@a.example>",
    ] {
        assert_eq!(name(row), Err(None), "{row:?}");
        assert!(has_words(&parse(row)[0].raw), "{row:?}");
    }
    for (row, whole) in [
        ("Mme Maire <p@a.example>", "Maire"),
        ("Le Maire Zoé <p@a.example>", "Le Maire Zoé"),
        ("Zoé Le Maire <p@a.example>", "Zoé Le Maire"),
        ("Mme le Maire, Zoé Lune <p@a.example>", "Zoé Lune"),
        ("Zoé Lune, Maire d’Angers <p@a.example>", "Zoé Lune"),
        ("Zoé Lune;Accueil et orientation;p@a.example", "Zoé Lune"),
        ("Jean Ou Petit <p@a.example>", "Jean Ou Petit"),
        ("Ville Marie <p@a.example>", "Ville Marie"),
    ] {
        assert_eq!(name(row), Err(Some(whole.to_owned())), "{row:?}");
    }
    let parted = Ok(("Zoé".to_owned(), "Le Maire".to_owned()));
    assert_eq!(name("Le Maire, Zoé <p@a.example>"), parted);
    for row in [
        "Ville d’Angers / Karim Benali <p@a.example>",
        "Karim Benali/Ville d’Angers <p@a.example>",
        "Angers / Karim Benali; p@a.example",
        "Nom;Mail\nVille d’Angers / Karim Benali;p@a.example",
    ] {
        assert_eq!(name(row), Err(Some("Karim Benali".to_owned())), "{row:?}");
    }
    let karim = Name::Whole("Karim Benali".to_owned());
    let raw = "Ville d’Angers / Karim Benali <p@a.example>";
    assert_eq!(left_out(raw, &karim), Some("Ville d’Angers".to_owned()));
}

#[test]
fn before_a_whole_name_a_comma_tells_the_last_name_only_where_something_else_does() {
    let parted = |first: &str, last: &str| Ok((first.to_owned(), last.to_owned()));
    let whole = |whole: &str| Err(Some(whole.to_owned()));
    for (row, read) in [
        ("Petit, Zoé Lune <p3@a.example>", whole("Petit Zoé Lune")),
        ("Petit, Zoé Lune <zoe.lune@a.example>", whole("Zoé Lune")),
        ("Mairie de Segré, Zoé Lune <p3@a.example>", whole("Zoé Lune")),
        ("Petit, Zoé Lune <zl.petit@a.example>", parted("Zoé Lune", "Petit")),
        ("PETIT, Zoé Lune <p3@a.example>", parted("Zoé Lune", "PETIT")),
        ("\"Petit, Zoé Lune\" <p3@a.example>", parted("Zoé Lune", "Petit")),
        ("Petit, Mme Zoé <p3@a.example>", parted("Zoé", "Petit")),
        ("BUREAU Marie <m@a.example>", parted("Marie", "BUREAU")),
    ] {
        assert_eq!(name(row), read, "{row:?}");
    }
    // The same between semicolons, and where nothing of it is lost.
    assert_eq!(
        read("p2@a.example; Petit, Zoé Lune <p3@a.example>"),
        [person("", "p2@a.example"), person("Petit Zoé Lune", "p3@a.example")]
    );
    let entries = parse("p2@a.example, Petit, Zoé Lune <zoe.lune@a.example>");
    let raw: Vec<_> = entries.iter().map(|entry| entry.raw.as_str()).collect();
    assert_eq!(raw, ["p2@a.example", "Petit", "Zoé Lune <zoe.lune@a.example>"]);
}

#[test]
fn a_place_after_a_comma_or_in_brackets_is_nobody_s_name() {
    for row in [
        "Jean Dupont, Angers <jean@exemple.fr>",
        "Jean Dupont, Angers jean@exemple.fr",
        "Jean Dupont, Angers, jean@exemple.fr",
        "Jean Dupont, Trélazé <jean@exemple.fr>",
        "Jean Dupont, Les Ponts-de-Cé <jean@exemple.fr>",
        "Jean Dupont, Maulévrier, Angers <jean@exemple.fr>",
        "\"Jean Dupont, Angers\" <jean@exemple.fr>",
        "M. Jean Dupont, Angers <jean@exemple.fr>",
        "Jean Dupont (Angers) jean@exemple.fr",
        "Jean Dupont (Angers) <jean@exemple.fr>",
        "Jean Dupont (CCAS) [Angers], jean@exemple.fr",
        "(Angers) Jean Dupont <jean@exemple.fr>",
        "jean@exemple.fr (Jean Dupont (Angers))",
    ] {
        assert_eq!(name(row), Err(Some("Jean Dupont".to_owned())), "{row:?}");
        let entry = &parse(row)[0];
        let left = left_out(&entry.raw, entry.name.as_ref().unwrap()).unwrap_or_default();
        assert!(!left.is_empty() && !left.contains("Dupont"), "{row:?} leaves out {left:?}");
    }
    let parted = |first: &str, last: &str| Ok((first.to_owned(), last.to_owned()));
    for (row, read) in [
        ("Dupont, Jean, Angers <j@exemple.fr>", parted("Jean", "Dupont")),
        ("\"Dupont, Jean, Angers\" <j@exemple.fr>", parted("Jean", "Dupont")),
        ("DUPONT, Jean, Trélazé <j@exemple.fr>", parted("Jean", "DUPONT")),
        ("Jean DUPONT, Angers <j@exemple.fr>", parted("Jean", "DUPONT")),
        ("Le Gall, Zoé <z@exemple.fr>", parted("Zoé", "Le Gall")),
        ("de la Tour, Anne-Marie <a@exemple.fr>", parted("Anne-Marie", "de la Tour")),
        ("Petit-Martin, Zoé <z@exemple.fr>", parted("Zoé", "Petit-Martin")),
        ("LE GALL MARTIN, Zoé <z@exemple.fr>", parted("Zoé", "LE GALL MARTIN")),
        // The address tells a last name of several words.
        ("García López, Ana <ana.garcialopez@exemple.fr>", parted("Ana", "García López")),
        ("García López, Ana <agarcialopez@exemple.fr>", parted("Ana", "García López")),
        ("García López, Ana, ana.garcialopez2@exemple.fr", parted("Ana", "García López")),
        (
            "García López, Ana María <ana.garcialopez@exemple.fr>",
            parted("Ana María", "García López"),
        ),
        ("Van der Meer, Joost <j@exemple.fr>", parted("Joost", "Van der Meer")),
        (
            "El Amrani Idrissi, Yassine <yassine.elamrani@exemple.fr>",
            parted("Yassine", "El Amrani Idrissi"),
        ),
        ("Nguyen Van, Minh <minh.nguyenvan@exemple.fr>", parted("Minh", "Nguyen Van")),
        (
            "Jeanne Petit, Médiatrice <mediatrice.jeanne@exemple.fr>",
            Err(Some("Jeanne Petit".to_owned())),
        ),
        (
            "Jean Dupont, Conseiller numérique <conseiller.numerique.jean.dupont@exemple.fr>",
            Err(None),
        ),
        ("Jean Dupont, Zoé Dupont <zoe.jean.dupont@exemple.fr>", Err(None)),
        // No name is better than a wrong one.
        ("La Poste, Saumur <s@exemple.fr>", Err(None)),
        ("La Poste, Saumur, s@exemple.fr", Err(None)),
        ("CCAS, Trélazé <s@exemple.fr>", Err(None)),
        ("s@exemple.fr, Saumur", Err(None)),
        ("Dupont, Angers <d@exemple.fr>", Err(None)),
        ("Dupont, Le Mans <d@exemple.fr>", Err(None)),
        ("Alpha, Bravo, Charlie <abc@exemple.fr>", Err(None)),
        ("Jean Dupont, Zoé Lune <contact@exemple.fr>", Err(None)),
        ("Jean Dupont, Zoé Lune <zoe@exemple.fr>", Err(Some("Zoé Lune".to_owned()))),
        ("La Poste, Zoé Lune <z@exemple.fr>", Err(Some("Zoé Lune".to_owned()))),
    ] {
        assert_eq!(name(row), read, "{row:?}");
    }
    // Among recipients too, and nothing of it is lost.
    let entries = parse("a@exemple.fr, Jean Dupont, Angers <jean@exemple.fr>");
    assert_eq!(entries[1].raw, "Jean Dupont, Angers <jean@exemple.fr>");
    assert_eq!(entries[1].name, Some(Name::Whole("Jean Dupont".to_owned())));
    let told = Name::parted("Jean", "Dupont");
    assert_eq!(left_out("Mme Dupont, Jean <j@exemple.fr>", &told), None);
    assert_eq!(left_out("Dupont, Jean, Angers <j@exemple.fr>", &told), Some("Angers".to_owned()));
}

#[test]
fn the_address_says_which_cells_are_the_name() {
    for row in [
        "Mairie de Segré;Paul Martin;paul.martin@a.example",
        "Paul Martin;CCAS;paul.martin@a.example",
        "Paul;Martin;Médiateur;paul.martin@a.example",
    ] {
        assert_eq!(name(row), Err(Some("Paul Martin".to_owned())), "{row:?}");
    }
}
