#!/bin/bash
# A Debian in which packages are really installed and nothing of it stays: the machine's own system under an overlay in memory, with
# mounts, processes and a network of its own. It is gone when this script ends, and every server in it with it.
#   in-overlay.sh PROJECT PACKAGES COMMAND…       (root, util-linux, iproute2, apt)
# Packages are installed with the machine's network, without starting any service. The command runs without it: there is a loopback
# and nothing else.
set -euo pipefail

if [ "${1:-}" = inside ]; then   # in namespaces of our own
  shift; project=$1 packages=$2; shift 2
  mount --make-rprivate /
  mount -t tmpfs tmpfs /mnt
  mkdir /mnt/changes /mnt/work /mnt/root
  mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/changes,workdir=/mnt/work /mnt/root
  for folder in /dev /sys; do mount --rbind "$folder" "/mnt/root$folder"; done
  mount -t proc proc /mnt/root/proc
  mount -t tmpfs tmpfs /mnt/root/tmp
  mount -t tmpfs tmpfs /mnt/root/run
  mount -t tmpfs tmpfs /mnt/root/dev/shm
  # The project may lie on a disk of its own.
  mkdir -p "/mnt/root$project"
  mount --bind "$project" "/mnt/root$project"
  printf '#!/bin/sh\nexit 101\n' >/mnt/root/usr/sbin/policy-rc.d; chmod +x /mnt/root/usr/sbin/policy-rc.d
  export DEBIAN_FRONTEND=noninteractive LC_ALL=C
  # shellcheck disable=SC2086 # a list of names
  chroot /mnt/root sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"' sh $packages >/mnt/apt.log 2>&1 </dev/null ||
    { tail -n 20 /mnt/apt.log >&2; exit 1; }
  exec unshare --net chroot /mnt/root sh -c 'ip link set lo up && cd "$0" && exec "$@"' "$project" "$@"
fi

[ "$(id -u)" = 0 ] || { echo "in-overlay.sh: needs root" >&2; exit 1; }
[ $# -ge 3 ] || { sed -n 2,7p "$0"; exit 2; }
exec unshare --mount --pid --fork --kill-child bash "$0" inside "$@"
