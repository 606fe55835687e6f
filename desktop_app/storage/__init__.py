"""The .jxdb file: schema, migrations, journal, backup. All SQL is here."""
