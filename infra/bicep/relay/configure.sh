#!/bin/bash
# A relay machine's configuration, as its user data. The template fills in the names between @@; none is a secret.
#   start     at each start of the machine: writes the unit and starts the relay
#   update    the same with a new image or new settings: fetch first, drain, then go on; waits until the relay is ready
#   drain     stops the relay after it has drained, and leaves it stopped
#   probe     measures relay → bus → function → bus → relay, prints percentiles
#   prepare   run by systemd before the container: secrets into memory, the image onto the disk
#   run       run by systemd: the container
set -euo pipefail

IMAGE='@@IMAGE@@'
REGISTRY='@@REGISTRY@@'
CLIENT_ID='@@CLIENT_ID@@'
VAULT='@@VAULT@@'
SECRETS='@@SECRETS@@'

PREFIX=${RELAY_PREFIX-}            # where tests put what is the root on a machine
SCRIPT=$PREFIX/usr/local/sbin/relay
ENVIRONMENT=$PREFIX/etc/relay/relay.env
MEMORY=$PREFIX/run/relay           # a tmpfs: nothing under it is ever on a disk
CONTAINER_USER=1654               # the user "app" of the chiselled .NET images
READY_URL=http://127.0.0.1:8080/ready
READY_SECONDS=90
STOP_SECONDS=45                   # a drain takes up to 32

say() { echo "relay: $*" >&2; }
fail() { say "$*"; exit 1; }

write_environment() {
  install -d -m 0755 "$PREFIX/etc/relay"
  cat >"$ENVIRONMENT.new" <<'ENV'
@@ENVIRONMENT@@
ENV
  mv "$ENVIRONMENT.new" "$ENVIRONMENT"
}

write_unit() {
  cat >"$PREFIX/etc/systemd/system/relay.service" <<UNIT
[Unit]
Description=SIP relay
Wants=network-online.target
After=network-online.target docker.service
Requires=docker.service
StartLimitIntervalSec=0

[Service]
ExecStartPre=$SCRIPT prepare
ExecStart=$SCRIPT run
ExecStop=/usr/bin/docker stop --time $STOP_SECONDS relay
TimeoutStartSec=300
TimeoutStopSec=$((STOP_SECONDS + 15))
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target
UNIT
  # The relay asks for 8 MB of buffer a socket; the kernel grants no more than this.
  printf 'net.core.rmem_max=8388608\nnet.core.wmem_max=8388608\n' >"$PREFIX/etc/sysctl.d/60-relay.conf"
  sysctl -q -p "$PREFIX/etc/sysctl.d/60-relay.conf"
  systemctl daemon-reload
  systemctl enable -q relay.service
}

install_files() {
  # A copy of this very script: the unit needs it while the machine runs, and the next start fetches it anew.
  [ "$0" = "$SCRIPT" ] || install -m 0755 "$0" "$SCRIPT"
  write_environment
  write_unit
}

token() { # resource
  curl -fsS --retry 5 --noproxy '*' -H Metadata:true --get \
    --data-urlencode 'api-version=2018-02-01' --data-urlencode "resource=$1" --data-urlencode "client_id=$CLIENT_ID" \
    http://169.254.169.254/metadata/identity/oauth2/token | jq -er .access_token
}

# A header file on a descriptor: a token on a command line could be read by any process of the machine.
bearer() { printf 'Authorization: Bearer %s\n' "$1"; }

fetch_secrets() {
  local name access
  install -d -m 0700 "$MEMORY/secrets"
  access=$(token https://vault.azure.net)
  for name in $SECRETS; do
    curl -fsS --retry 5 -H @<(bearer "$access") "${VAULT}secrets/$name?api-version=7.4" | jq -erj .value \
      >"$MEMORY/secrets/.$name" || fail "no secret $name in $VAULT"
    chmod 0400 "$MEMORY/secrets/.$name"
    mv "$MEMORY/secrets/.$name" "$MEMORY/secrets/$name"
  done
  chown -R "$CONTAINER_USER:$CONTAINER_USER" "$MEMORY/secrets"
}

pull() {
  docker image inspect "$IMAGE" >/dev/null 2>&1 && return
  local access refresh
  export DOCKER_CONFIG="$MEMORY/docker"
  install -d -m 0700 "$DOCKER_CONFIG"
  access=$(token https://management.azure.com/)
  refresh=$(curl -fsS --retry 5 --data-urlencode grant_type=access_token --data-urlencode "service=$REGISTRY" \
    --data-urlencode access_token@<(printf %s "$access") "https://$REGISTRY/oauth2/exchange" | jq -er .refresh_token)
  docker login -u 00000000-0000-0000-0000-000000000000 --password-stdin "$REGISTRY" <<<"$refresh" >/dev/null
  docker pull -q "$IMAGE"
  docker logout "$REGISTRY" >/dev/null
}

prepare() {
  [ -n "$IMAGE" ] || fail "no image yet"
  fetch_secrets
  pull
}

container() { # name, arguments of the relay…
  local name=$1
  shift
  exec docker run --rm --name "$name" --network host --read-only --tmpfs /tmp:rw,noexec,nosuid,size=16m \
    --user "$CONTAINER_USER:$CONTAINER_USER" --cap-drop ALL --security-opt no-new-privileges --pids-limit 512 \
    --ulimit nofile=65536:65536 --env-file "$ENVIRONMENT" --volume "$MEMORY/secrets:/run/secrets:ro" "$IMAGE" "$@"
}

wait_until_ready() {
  local waited=0
  until curl -fsS -o /dev/null --max-time 2 "$READY_URL"; do
    waited=$((waited + 2))
    [ "$waited" -lt "$READY_SECONDS" ] || fail "not ready after $READY_SECONDS s; see journalctl -u relay"
    sleep 2
  done
  say "ready with $IMAGE"
}

case "${1-}" in
  start)
    install_files
    if [ -n "$IMAGE" ]; then systemctl start --no-block relay.service; else say "no image yet: waiting for an update"; fi
    ;;
  update)
    [ -n "$IMAGE" ] || fail "no image yet"
    install_files
    prepare                       # all that takes time happens while the old relay still serves
    systemctl restart relay.service
    wait_until_ready
    docker image prune -af --filter until=24h >/dev/null
    ;;
  drain) systemctl stop relay.service && say "drained and stopped" ;;
  probe) shift && container relay-probe --probe "$@" ;;
  prepare) prepare ;;
  run)
    docker rm -f relay >/dev/null 2>&1 || true
    container relay
    ;;
  *) fail "start, update, drain, probe, prepare or run, not \"${1-}\"" ;;
esac
