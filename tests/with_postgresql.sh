#!/usr/bin/env bash
# Runs a command with MENTIONS_TEST_POSTGRES naming a PostgreSQL server of its own, which ends with it. Debian, root.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    # The package must not start a server of its own.
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    apt-get update -qq
    apt-get install -qq -y postgresql >/dev/null
    rm -f /usr/sbin/policy-rc.d
fi
"$(dirname "$1")/python" -m pip install --quiet --disable-pip-version-check 'psycopg[binary]>=3.2'

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d)
chown postgres "$folder"
as_postgres() { runuser -u postgres -- "$@"; }
cleanup() {
    as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap cleanup EXIT

as_postgres "$bin/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
as_postgres "$bin/pg_ctl" -D "$folder/data" -w -o "-k $folder -c listen_addresses=''" -l "$folder/log" start >/dev/null
export MENTIONS_TEST_POSTGRES="postgresql+psycopg://postgres@/postgres?host=$folder"
"$@"
