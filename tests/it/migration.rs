//! Every step goes up, down and up again, leaves what one way up leaves, and every entity is read.

use domain::database::Db;
use sea_orm::{DatabaseConnection, EntityTrait};

use crate::{
    outside::database,
    support::database::{Kind, Own},
};

/// What the databases say of their tables, but for the list of steps that were taken.
const SQLITE: &str = "select type, name, coalesce(sql, '') from sqlite_master \
    where tbl_name <> 'seaql_migrations' order by type, name";
const POSTGRES: &str = "select 'column' as what, concat_ws(' ', table_name, ordinal_position::text, \
    column_name, data_type, is_nullable, column_default) as told from information_schema.columns \
    where table_schema = 'public' and table_name <> 'seaql_migrations' \
    union all select 'index', indexdef from pg_indexes \
    where schemaname = 'public' and tablename <> 'seaql_migrations' \
    union all select 'constraint', concat_ws(' ', conrelid::regclass::text, conname, \
    pg_get_constraintdef(oid)) from pg_constraint \
    where connamespace = 'public'::regnamespace \
    and conrelid::regclass::text <> 'seaql_migrations' order by 1, 2";

/// The tables that there are, but for the list of steps that were taken.
const SQLITE_TABLES: &str = "select name from sqlite_master where type = 'table' \
    and name <> 'seaql_migrations' and name not like 'sqlite_%'";
const POSTGRES_TABLES: &str = "select cast(table_name as text) from information_schema.tables \
    where table_schema = 'public' and table_name <> 'seaql_migrations'";

/// Reads a row of an entity, should there be one, and says of which table.
async fn read<E: EntityTrait>(db: &DatabaseConnection) -> String {
    let table = E::default().table_name();
    let row = E::find().one(db).await;
    assert!(row.is_ok(), "{table}: {row:?}");
    table.to_owned()
}

macro_rules! read_all {
    ($db:expr, $($entity:ident),+ $(,)?) => {
        vec![$(Box::pin(read::<entities::$entity::Entity>($db)).await),+]
    };
}

/// Reads a row of every entity, and says of which tables.
async fn read_every_entity(db: &DatabaseConnection) -> Vec<String> {
    read_all!(
        db,
        address_refusal,
        answer,
        attendance,
        audit_line,
        calendar_feed,
        charter,
        charter_version,
        commune,
        email_change,
        email_link,
        employer,
        employer_manager,
        employment,
        event,
        event_host,
        event_invitation,
        event_newcomer,
        idempotency,
        identity,
        identity_confirmation,
        invitation,
        join_request,
        letter_refusal,
        member,
        membership,
        network,
        network_ancestor,
        network_commune,
        network_level,
        outbox,
        place,
        question,
        registration,
        reminder_rule,
        server_secret,
        session,
        session_choice,
        sign_in_session,
        signature,
        token,
    )
}

async fn up_down_and_up(kind: Kind, catalogue: &str, tables: &str) {
    let own = Own::new(kind).await;
    let once = database::rows(own.url(), catalogue).await;
    assert!(once.len() > 100, "the catalogue is read: {once:?}");
    let db = Db::open(own.url()).await.unwrap();

    migration::down(db.write()).await.unwrap();
    let nothing = database::rows(own.url(), catalogue).await;
    migration::up(db.write()).await.unwrap();
    let again = database::rows(own.url(), catalogue).await;
    let mut read = read_every_entity(db.read()).await;
    let mut tables = database::rows(own.url(), tables).await.concat();

    assert_eq!(nothing, Vec::<Vec<String>>::new(), "down leaves nothing");
    assert_eq!(again, once);
    read.sort();
    tables.sort();
    assert_eq!(read, tables, "each table has its entity, which is read here");
    assert_eq!(migration::pending(db.read()).await.unwrap(), 0);
    db.close().await.unwrap();
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_on_sqlite() {
    up_down_and_up(Kind::Sqlite, SQLITE, SQLITE_TABLES).await;
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_on_postgresql() {
    up_down_and_up(Kind::Postgres, POSTGRES, POSTGRES_TABLES).await;
}
