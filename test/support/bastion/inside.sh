#!/bin/bash
# Runs a bastion's user data, unchanged, in a file system of its own (an overlay on this machine's, in memory) and in a
# network of its own, with stand-ins for what only a real server has; then signs in to the sshd that came of it.
# Started by `unshare --mount --net --pid --fork`. $1: a folder with setup.sh, and in home what docs/access.md has people
# write; $2: node. Prints one line for each thing tried: its name, a tab, the exit code, a tab, what was said (newlines as \n).
set -euo pipefail
work=$1
root=$work/root
node=$2

mount -t tmpfs tmpfs "$work/layers"
mkdir "$work/layers/upper" "$work/layers/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/layers/upper,workdir=$work/layers/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/sshd" "$root/bastion/store" "$root/bastion/pushed"
ip link set lo up
ip address add 169.254.169.254/32 dev lo

# What the image has.
rm -rf "$root/etc/ssh/sshd_config.d"
mkdir -p "$root/etc/dnf/vars" "$root/etc/audit/rules.d" "$root/etc/sudoers.d"
echo '-a never,task' >"$root/etc/audit/rules.d/audit.rules"
echo 'ec2-user ALL=(ALL) NOPASSWD:ALL' >"$root/etc/sudoers.d/90-cloud-init-users"
chroot "$root" useradd --system ec2-instance-connect
chroot "$root" useradd --create-home ec2-user
install -D -m 0755 /dev/stdin "$root/opt/aws/bin/eic_run_authorized_keys" <<'END'
#!/bin/bash
# What EC2 Instance Connect's own command does: a pushed key is good for 60 seconds. The clock is a file.
test -e "/bastion/pushed/$1" || exit 0
read -r pushed key <"/bastion/pushed/$1"
if [ "$(</bastion/now)" -lt $((pushed + 60)) ]; then echo "$key"; fi
END
install -D -m 0755 /dev/stdin "$root/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl" <<'END'
#!/bin/bash
echo "agent $*" >>/bastion/calls
END
stand_in() {
  install -D -m 0755 /dev/stdin "$root/bastion/bin/$1"
}
for name in dnf systemctl augenrules pkill sleep logger; do
  stand_in "$name" <<'END'
#!/bin/bash
echo "${0##*/} $*" >>/bastion/calls
test ! -e "/bastion/broken-${0##*/}"
END
done
stand_in aws <<'END'
#!/bin/bash
# Parameter Store with a role that may not overwrite.
echo "aws $*" >>/bastion/calls
test ! -e /bastion/broken-aws || exit 254
while [ $# -gt 0 ]; do
  case $1 in get-parameter|put-parameter) verb=$1;; --name) name=${2//\//_};; --value) value=${2#file://};; --no-overwrite) new=yes;; esac
  shift
done
if [ "$verb" = get-parameter ]; then cat "/bastion/store/$name"; exit; fi
test -n "$new" && test ! -e "/bastion/store/$name" && cat "$value" >"/bastion/store/$name"
END

try() {
  local name=$1 said code=0
  shift
  said=$("$@" 2>&1 </dev/null) || code=$?
  printf '%s\t%s\t%s\n' "$name" "$code" "$(printf '%s' "$said" | tr -d '\r' | sed -z 's/\n/\\n/g')"
}
# Several at once: each waits more than it works. sshd drops some when ten sign in at the same moment.
soon() {
  while [ "$(jobs -rp | wc -l)" -ge $((daemons + 6)) ]; do wait -n || true; done
  try "$@" &
}
wait_all() {
  while [ "$(jobs -rp | wc -l)" -gt "$daemons" ]; do wait -n || true; done
}
in_bastion() {
  chroot "$root" /usr/bin/env PATH=/bastion/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# A bastion whose host key cannot be had, and one without packages.
cp "$work/setup.sh" "$root/bastion/setup.sh"
touch "$root/bastion/broken-aws"
try 'no host key' in_bastion bash /bastion/setup.sh
try 'calls without host key' cat "$root/bastion/calls"
rm "$root/bastion/broken-aws" "$root/bastion/calls"
touch "$root/bastion/broken-dnf"
try 'no packages' in_bastion bash /bastion/setup.sh
try 'calls without packages' cat "$root/bastion/calls"
rm "$root/bastion/broken-dnf" "$root/bastion/calls"

try 'first bastion' in_bastion bash /bastion/setup.sh
try 'calls' cat "$root/bastion/calls"
try 'first host key' cat "$root/etc/ssh/ssh_host_ed25519_key.pub"
try 'next bastion' in_bastion bash /bastion/setup.sh
try 'next host key' cat "$root/etc/ssh/ssh_host_ed25519_key.pub"
for path in etc/ssh/sshd_config etc/audit/auditd.conf etc/sudoers.d/ssm-agent-users etc/ssh/ssh_host_ed25519_key; do
  try "mode of $path" stat -c %a "$root/$path"
done
try 'rules' sh -c "ls '$root/etc/audit/rules.d'"
try 'terminal record' grep -c 'session required pam_tty_audit.so enable=\*' "$root/etc/pam.d/sshd"
try 'sudoers' sh -c "ls '$root/etc/sudoers.d'"
try 'ec2-user' in_bastion passwd --status ec2-user
try 'accepted' in_bastion /usr/sbin/sshd -t
try 'effective for ops' in_bastion /usr/sbin/sshd -T -C user=ops,host=client,addr=127.0.0.1
try 'effective for dba' in_bastion /usr/sbin/sshd -T -C user=dba,host=client,addr=127.0.0.1
try 'auditd.conf' timeout 5 unshare -Ur auditd -f -n -c "$root/etc/audit"
while read -r line; do
  # shellcheck disable=SC2086
  case $line in -D|-b*|--b*|-f*|-e*) ;; *) try "rule $line" unshare -Ur auditctl $line;; esac
done <"$root/etc/audit/rules.d/bastion.rules"
try 'rule that is none' unshare -Ur auditctl -a always,exit -F arch=b64 -S no_such_call -k x
firewall=no
if command -v nft >/dev/null; then
  try 'local firewall' chroot "$root" nft -f /etc/sysconfig/nftables.conf && firewall=yes
fi

# Without a record there is no session: where this kernel cannot record terminals, that is seen here, and then put aside.
sed -i '/pam_tty_audit/d' "$root/etc/pam.d/sshd"

# The network around it, and people.
printf '127.0.0.1 localhost database.example.internal data.cluster-c0ffee.eu-central-1.rds.amazonaws.com\n' >"$root/etc/hosts"
"$node" -e '
const net = require("node:net");
for (const [port, address] of [[5433, "127.0.0.1"], [9999, "127.0.0.1"], [80, "169.254.169.254"]]) {
  net.createServer((socket) => { socket.on("error", () => {}); socket.end(`reached ${port}\n`); }).listen(port, address);
}' &
options=(); chroot "$root" /usr/sbin/sshd -t -o PerSourcePenalties=no 2>/dev/null && options=(-o PerSourcePenalties=no)
chroot "$root" /usr/sbin/sshd -D -E /bastion/sshd.log "${options[@]}" &
for kind in ed25519 ecdsa; do ssh-keygen -q -t $kind -N '' -f "$work/$kind"; done
echo "127.0.0.1 $(cut -d' ' -f1-2 "$root/bastion/store/_access_bastion_host-key-public")" >"$work/known_hosts"
for _ in $(seq 50); do (: </dev/tcp/127.0.0.1/22) 2>/dev/null && (: </dev/tcp/127.0.0.1/9999) 2>/dev/null && break; read -rt 0.1 <> <(:) || true; done

at() { echo "$1" >"$root/bastion/now"; }
push() { echo "$2 $(cut -d' ' -f1-2 "$work/${3:-ed25519}.pub")" >"$root/bastion/pushed/$1"; }
with() {
  ssh -F none -o UserKnownHostsFile="$work/known_hosts" -o GlobalKnownHostsFile=none -o StrictHostKeyChecking=yes -o BatchMode=yes \
    -o IdentitiesOnly=yes -i "$work/${KEY:-ed25519}" -o ConnectTimeout=5 "$@"
}

at 1000; push ops 1000
try 'login at once' with ops@127.0.0.1 'id -un; id -Gn'
at 1059; try 'login after 59 s' with ops@127.0.0.1 true
at 1060; try 'login after 60 s' with ops@127.0.0.1 true
at 1061; try 'login after 61 s' with ops@127.0.0.1 true
at 2000; push ops 2000
daemons=$(jobs -rp | wc -l)
soon 'key of ops for dba' with dba@127.0.0.1 true
push root 2000; soon 'root' with root@127.0.0.1 true
push ec2-user 2000; soon 'image account' with ec2-user@127.0.0.1 true
wait_all
install -D -m 0600 "$work/ed25519.pub" "$root/home/dba/.ssh/authorized_keys"; chroot "$root" sh -c "chown -R dba ~dba"
try 'key on the server' with dba@127.0.0.1 true
rm -r "$root/home/dba/.ssh"
push dba 2000
soon 'password' with -o PreferredAuthentications=password,keyboard-interactive -o PubkeyAuthentication=no ops@127.0.0.1 true
push support 2000 ecdsa; KEY=ecdsa soon 'another kind of key' with support@127.0.0.1 true
soon 'weak cipher' with -c chacha20-poly1305@openssh.com ops@127.0.0.1 true
soon 'weak exchange' with -o KexAlgorithms=diffie-hellman-group14-sha256 ops@127.0.0.1 true
soon 'modern exchange' with -v -o KexAlgorithms=sntrup761x25519-sha512@openssh.com ops@127.0.0.1 true
eval "$(ssh-agent)" >/dev/null; ssh-add -q "$work/ed25519"
soon 'agent' with -A ops@127.0.0.1 'echo "agent: ${SSH_AUTH_SOCK:-none}"'
soon 'database by dba' with -W database.example.internal:5433 dba@127.0.0.1
soon 'replica by dba' with -W data.cluster-c0ffee.eu-central-1.rds.amazonaws.com:5433 dba@127.0.0.1
soon 'database by another name' with -W localhost:5433 dba@127.0.0.1
soon 'other port by dba' with -W database.example.internal:9999 dba@127.0.0.1
soon 'database by ops' with -W database.example.internal:5433 ops@127.0.0.1
soon 'forwarding back' with -o ExitOnForwardFailure=yes -R 7777:localhost:9999 dba@127.0.0.1 true
soon 'socket' with -o ExitOnForwardFailure=yes -R /tmp/back.sock:localhost:9999 dba@127.0.0.1 true
soon 'file transfer' sftp -F none -b /dev/null -o UserKnownHostsFile="$work/known_hosts" -o StrictHostKeyChecking=yes -o BatchMode=yes -o IdentitiesOnly=yes -i "$work/ed25519" ops@127.0.0.1
soon 'idle shell' with ops@127.0.0.1 'bash -lc "echo idle \$TMOUT; TMOUT=0; echo changed"'
if [ "$firewall" = yes ]; then
  reach='read -rt 3 said </dev/tcp/'
  soon 'database from a shell of dba' with dba@127.0.0.1 "bash -c '${reach}127.0.0.1/5433; echo \$said'"
  soon 'database from a shell of ops' with ops@127.0.0.1 "bash -c '${reach}127.0.0.1/5433; echo \$said'"
  soon 'application from a shell of ops' with ops@127.0.0.1 "bash -c '${reach}127.0.0.1/9999; echo \$said'"
  soon 'metadata by ops' with ops@127.0.0.1 "bash -c '${reach}169.254.169.254/80; echo \$said'"
  soon 'metadata by the reader of keys' chroot "$root" setpriv --reuid=ec2-instance-connect --clear-groups bash -c "${reach}169.254.169.254/80; echo \$said"
fi
wait_all

# As docs/access.md has it, with stand-ins for what people have on their computers.
install -D -m 0755 /dev/stdin "$work/bin/aws" <<END
#!/bin/bash
case "\$*" in
  *send-ssh-public-key*--instance-id\ i-1\ --instance-os-user\ dba*) echo "2000 \$(cut -d' ' -f1-2 "$work/ed25519.pub")" >"$root/bastion/pushed/dba";;
  *describe-instances*) printf 'i-1\t127.0.0.1\n';;
  *) exit 252;;
esac
END
install -D -m 0755 /dev/stdin "$work/bin/nc" <<END
#!/bin/sh
exec "$node" -e 'const s = require("node:net").connect(process.argv[2], process.argv[1]); process.stdin.pipe(s).pipe(process.stdout);' "\$@"
END
cp "$work/ed25519" "$work/home/acme"; cp "$work/ed25519.pub" "$work/home/acme.pub"
sed 's/^127.0.0.1/acme-production/' "$work/known_hosts" >"$work/home/known_hosts.acme"
rm "$root/bastion/pushed/dba"
try 'shell of the page' env PATH="$work/bin:$PATH" ssh -F "$work/home/config" -o BatchMode=yes acme-production 'id -un'
try 'tunnel of the page' bash -c "PATH='$work/bin:$PATH' ssh -F '$work/home/config' -o BatchMode=yes -f acme-production-database >'$work/tunnel.log' 2>&1"
try 'database of the page' bash -c 'read -rt 3 said </dev/tcp/127.0.0.1/15433; echo "$said"'
ssh-agent -k >/dev/null
try 'sshd log' cat "$root/bastion/sshd.log"
exit 0
