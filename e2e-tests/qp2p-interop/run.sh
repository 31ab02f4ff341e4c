#!/bin/sh
# Builds the program on this folder's releases of the qp2p crate, and lets it and a packaged relay ask each other over loopback.
# Needs cargo; not part of ./check.    e2e-tests/qp2p-interop/run.sh [REQUESTS]   10,000 on one connection if left out
set -eu
cd "$(dirname "$0")"
command -v cargo >/dev/null || { echo "cargo is not installed" >&2; exit 1; }
cargo build --release --locked --jobs 2
QP2P_INTEROP=${CARGO_TARGET_DIR:-$PWD/target}/release/qp2p-interop
export QP2P_INTEROP
exec ../../mvnw -B -ntp -q -f ../../pom.xml -pl e2e-tests -am verify -Dteavm.skip -Dconformance.phase=none \
  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=Qp2pCrateTest -Dfailsafe.failIfNoSpecifiedTests=false \
  "-Dqp2p.requests=${1:-10000}"
