#!/bin/bash
# The same calls through serverless-sip's local host and through Kamailio, in turn; see README.md.
# RUNS=3 RATE=1000 STEP=500 STEP_SECONDS=4 CPU_SECONDS=8 bench/Load/run.sh [--azurite] [--kamailio-only]
# or beside another checkout of this repository, in RUNS alternating runs (default 7): bench/Load/run.sh --against DIR
set -u
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)
RATE=${RATE:-1000} STEP=${STEP:-500} STEP_SECONDS=${STEP_SECONDS:-4} CPU_SECONDS=${CPU_SECONDS:-8}
TOP=${TOP:-8000} AZURITE_RATE=${AZURITE_RATE:-10} CHILDREN=${CHILDREN:-$(nproc)}
azurite= against= servers="kamailio local"
while [ $# -gt 0 ]; do case $1 in
  --azurite) azurite=yes ;;
  --kamailio-only) servers=kamailio ;;
  --against) servers="before local"; against=$(cd "${2:?--against takes a checkout}" && pwd) || exit 2; shift ;;
  *) sed -n 2,4p "$0"; exit 2 ;;
esac; shift; done
if [ -n "$against" ]; then RUNS=${RUNS:-7}; else RUNS=${RUNS:-3}; fi
[ -z "$against" ] || [ -e "$against/src/Local" ] || { echo "bench/Load: $against is no checkout: it has no src/Local" >&2; exit 2; }

# the development account's key, which is public
KEY=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==
work=$(mktemp -d) || exit 1
server= uas=
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() { echo "bench/Load: $*" >&2; exit 1; }
for tool in sipp dotnet $([ -n "$against" ] || echo kamailio); do command -v $tool >/dev/null || fail "$tool is not installed"; done

port() { # a port that nobody has, below the ephemeral range and above that of the tests
  local p; while p=$((31000 + RANDOM % 1700)); ss -Hlnut "sport = :$p" | grep -q .; do :; done; echo $p; }

tree() { # a process and all its descendants
  ps -eo pid=,ppid= | awk -v root="$1" '{ parent[$1] = $2 } END { for (p in parent) {
    for (q = p; q != "" && q != root; q = parent[q]); if (q == root) print p } }'; }

cpu_ms() { # utime + stime of the tree of $1
  local p sum=0 stat; for p in $(tree "$1"); do
    stat=$(cat /proc/$p/stat 2>/dev/null) || continue; set -- ${stat##*) }; sum=$((sum + ${12} + ${13})); done
  echo $((sum * 1000 / $(getconf CLK_TCK))); }

stop() {
  local p; for p in "$uas" "$server"; do [ -n "$p" ] && kill "$p" 2>/dev/null && wait "$p" 2>/dev/null; done; uas= server=; }

start() { # start kamailio | local | before | azurite: the server, 100 registrations, the answering phone
  sip=$(port) phone=$(port); local users=() n
  if [ "$1" = kamailio ]; then
    sed "s/KAMAILIO_CHILDREN/$CHILDREN/; s/KAMAILIO_PORT/$sip/" "$here/kamailio.cfg" > "$work/kamailio.cfg"
    kamailio -f "$work/kamailio.cfg" -DD -E -m 512 -M 16 -Y "$work" > "$work/server.log" 2>&1 & server=$!
    await "udp:\|Listening"
  else
    for n in $(seq -w 1 100); do users+=("--Users:user$n=pw-user$n"); done
    local store=(--Store memory)
    if [ "$1" = azurite ]; then
      mkdir -p "$root/.local/azurite" "$work/local"; ln -sfn "$root/.local/azurite" "$work/local/azurite"
      store=(--Store azurite --Store:Tables "AccountName=devstoreaccount1;AccountKey=$KEY;TableEndpoint=http://127.0.0.1:$(port)/devstoreaccount1")
    fi
    local checkout=$root; [ "$1" = before ] && checkout=$against
    dotnet "$checkout/src/Local/bin/Release/net10.0/ServerlessSip.Local.dll" --Sip:Listen "udp:127.0.0.1:$sip" --Sip:Domains sip.test \
      --Http:Urls "http://127.0.0.1:$(port)" "${store[@]}" --Local:Directory "$work/local" "${users[@]}" \
      > "$work/server.log" 2>&1 & server=$!
    await "ready in"
  fi
  { echo SEQUENTIAL; for n in $(seq -w 1 100); do
      echo "user$n;$phone;[authentication username=user$n password=pw-user$n]"; done; } > "$work/users.csv"
  phone_run register -inf "$work/users.csv" -m 100 -r 100 -timeout 60s -timeout_error || fail "$1: registration failed, see above"
  start_phone; }

start_phone() {
  (cd "$work" && exec sipp "127.0.0.1:$sip" -sf "$here/uas.xml" -i 127.0.0.1 -p "$phone" -nostdin -buff_size 4000000 \
    -trace_stat -stf uas.csv -fd 1 > uas.log 2>&1) & uas=$!; sleep 0.3; }

await() { local n; for n in $(seq 300); do grep -qs "$1" "$work/server.log" && return; kill -0 $server 2>/dev/null || break; sleep 0.2; done
  tail -5 "$work/server.log" >&2; fail "the server did not start"; }

phone_run() { # scenario, options: runs SIPp against the server; statistics in $work/uac.csv
  local scenario=$1; shift; rm -f "$work/uac.csv"
  (cd "$work" && TERM=dumb sipp "127.0.0.1:$sip" -sf "$here/$scenario.xml" -i 127.0.0.1 -p "$(port)" -nostdin -buff_size 4000000 \
    -trace_stat -stf uac.csv -fd 1 "$@" > uac.log 2>&1) || { [ "$scenario" = register ] && tail -5 "$work/uac.log" >&2; return 1; }; }

column() { awk -F';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } END { print $c + 0 }' "$1"; }

calls() { # rate, seconds: true when clean, that is every call answered, at that rate, and nothing repeated by either phone
  local repeated exit; repeated=$(column "$work/uas.csv" "Retransmissions(C)")
  made=$(($1 * $2)); phone_run uac -m $made -r "$1" -l 15000 -timeout $(($2 + 15))s -timeout_error; exit=$?
  sleep 1.2 # the phone writes its statistics once a second
  failed=$(column "$work/uac.csv" "FailedCall(C)") again=$(column "$work/uac.csv" "Retransmissions(C)")
  again=$((again + $(column "$work/uas.csv" "Retransmissions(C)") - repeated))
  pace=$(column "$work/uac.csv" "CallRate(C)")
  [ $exit = 0 ] && [ "$failed" = 0 ] && [ "$again" = 0 ] && awk -v p="$pace" -v r="$1" 'BEGIN { exit !(p > r * 0.9) }'; }

cpu_per_call() { # rate, seconds: prints µs of the server's CPU per call
  local before after; before=$(cpu_ms $server); calls "$1" "$2" || echo "  not clean at $1/s: $failed failed, $again repeated, $pace/s reached" >&2
  after=$(cpu_ms $server); echo $(((after - before) * 1000 / made)); }

highest() { # the last rate that was clean in one of two tries
  local rate=$STEP best=0; while [ $rate -le $TOP ]; do
    calls $rate $STEP_SECONDS || calls $rate $STEP_SECONDS || break
    best=$rate; rate=$((rate + STEP)); done; echo $best; }

summary() { # numbers → median (lowest–highest)
  printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2), v[1], v[NR] }'; }

[ "$servers" = kamailio ] || for checkout in "$root" ${against:+"$against"}; do
  (cd "$checkout" && dotnet build src/Local -c Release -v q --nologo) >/dev/null || fail "the build of $checkout failed"
done
declare -A cpu top
for run in $(seq "$RUNS"); do
  for name in $servers; do
    start "$name"
    calls 500 5; calls "$RATE" 3 || calls "$RATE" 3 || echo "  $name, warm-up at $RATE/s: $failed failed, $again repeated" >&2
    cost=$(cpu_per_call "$RATE" "$CPU_SECONDS"); rate=; [ -n "$against" ] || rate=$(highest); stop
    cpu[$name]+="$cost " top[$name]+="$rate "
    printf 'run %d  %-9s %5d µs CPU per call at %d/s%s\n' "$run" "$name" "$cost" "$RATE" "${rate:+, clean up to $rate/s}"
  done
done
declare -A median_cpu median_top
for name in $servers; do
  read -r m low high <<< "$(summary ${cpu[$name]})"; median_cpu[$name]=$m
  printf '%-9s CPU per call: median %s µs (%s to %s)' $name "$m" "$low" "$high"
  [ -z "$against" ] || { echo; continue; }
  read -r m low high <<< "$(summary ${top[$name]})"; median_top[$name]=$m
  printf '; clean calls: median %s/s (%s to %s)\n' "$m" "$low" "$high"
done
if [ -n "$against" ]; then # the ratio of each run's pair, and of the medians
  read -ra now <<< "${cpu[local]}"; read -ra then <<< "${cpu[before]}"; ratios=
  for run in "${!now[@]}"; do ratios+="$(awk -v a="${now[run]}" -v b="${then[run]}" 'BEGIN { printf "%.3f", a / b }') "; done
  read -r m low high <<< "$(summary $ratios)"
  awk -v a="${median_cpu[local]}" -v b="${median_cpu[before]}" -v m="$m" -v l="$low" -v h="$high" \
    'BEGIN { printf "local / before: medians × %.3f; run by run median × %s (%s to %s)\n", a / b, m, l, h }'
  exit
fi
[ "$servers" = kamailio ] || awk -v a="${median_cpu[local]}" -v b="${median_cpu[kamailio]}" -v c="${median_top[local]}" -v d="${median_top[kamailio]}" \
  'BEGIN { printf "local / kamailio: CPU per call × %.2f, clean rate × %.2f\n", a / b, (d > 0 ? c / d : 0) }'
if [ -n "$azurite" ]; then
  costs=; start azurite; calls "$AZURITE_RATE" 5
  for run in $(seq "$RUNS"); do costs+="$(cpu_per_call "$AZURITE_RATE" 10) "; done; stop
  read -r m low high <<< "$(summary $costs)"
  printf 'local with Azurite: median %s µs CPU per call at %d/s (%s to %s), Azurite itself included\n' "$m" "$AZURITE_RATE" "$low" "$high"
fi
