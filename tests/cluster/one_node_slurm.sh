# SPDX-License-Identifier: GPL-2.0-only
# Sourced, with a scratch folder in $dir: start_slurm, stop_slurm, wait_for. Works in a container: no
# systemd, no cgroups, no names to resolve.
limit_seconds=85
daemons=()
unset "${!SLURM_@}" "${!SBATCH_@}" "${!SQUEUE_@}" "${!SCONTROL_@}" "${!SINFO_@}"
export SLURM_CONF=$dir/slurm.conf

wait_for() {  # wait_for WHAT COMMAND...: until COMMAND succeeds
  local what=$1 daemon; shift
  until "$@"; do
    for daemon in "${daemons[@]}"; do
      kill -0 "$daemon" || fail "a daemon has ended while the test waited for $what"
    done
    [ "$SECONDS" -lt "$limit_seconds" ] || fail "waited for $what until $limit_seconds s were over"
    sleep 0.1
  done
}

start_slurm() {
  # munged wants to be sure that nobody else can replace its socket, and that everybody can reach it.
  chmod 711 "$dir"
  mkdir "$dir/state" "$dir/spool"
  (umask 077; head -c 128 /dev/urandom >"$dir/munge.key")
  write_slurm_conf
  start_daemon munged --foreground --force --socket="$dir/munge.socket" --key-file="$dir/munge.key" \
    --pid-file="$dir/munged.pid" --seed-file="$dir/munged.seed" --origin=127.0.0.1
  wait_for "munged's socket" test -S "$dir/munge.socket"
  start_daemon slurmctld -D -f "$SLURM_CONF"
  start_daemon slurmd -D -f "$SLURM_CONF"
  wait_for "an idle node" node_is_idle
}

# Dies with the test, even if that is killed.
start_daemon() {
  setpriv --pdeathsig KILL "$@" >"$dir/$1.log" 2>&1 &
  daemons+=($!)
  disown
}

node_is_idle() { [ "$(sinfo --noheader --format %T 2>"$dir/sinfo.log")" = idle ]; }

# A requeued task waits until its old credential has expired.
write_slurm_conf() {
  local node controller_port node_port
  node=$(uname -n); node=${node%%.*}
  controller_port=$(free_port_from $((20000 + RANDOM % 10000)))
  node_port=$(free_port_from $((controller_port + 1)))
  cat >"$SLURM_CONF" <<TEXT
ClusterName=test
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=5
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
NodeName=$node NodeAddr=127.0.0.1 CPUs=2
PartitionName=test Nodes=$node Default=YES
TEXT
  # slurmd looks for cgroups even where nothing uses them, unless it is told the kind.
  echo 'CgroupPlugin=cgroup/v1' >"$dir/cgroup.conf"
}

free_port_from() {
  local port=$1
  while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

# Daemons, job steps and tasks alike have this Slurm's configuration in their environment.
stop_slurm() {
  unset SLURM_CONF
  local pids=()
  for _ in {1..50}; do
    mapfile -t pids < <(grep -lsF "SLURM_CONF=$dir/slurm.conf" /proc/[0-9]*/environ | cut -d/ -f3)
    [ "${#pids[@]}" -gt 0 ] || return
    kill -KILL "${pids[@]}" 2>/dev/null
    sleep 0.1
  done
  echo "still there: ${pids[*]}"
}
