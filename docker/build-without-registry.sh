#!/bin/sh
# Builds docker/Dockerfile.cpu where no image registry can be reached: the base images are made of Debian's packages and of
# the Node that `npm ci` brought. Needs root, buildah, debootstrap and npm. From the project folder:
#   sh docker/build-without-registry.sh [NAME] [CA-FILE of the package registry]
set -eu
name=${1:-photo-tag}
ca=${2:-/etc/ssl/certs/ca-certificates.crt}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot

debootstrap --variant=minbase --include=ca-certificates bookworm "$work/root" http://deb.debian.org/debian
rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/*
# As in Debian's images: packages are not kept after they are installed.
echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };' >"$work/root/etc/apt/apt.conf.d/docker-clean"
base=$(buildah from scratch)
buildah add -q "$base" "$work/root" /
buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$base"
buildah commit -q --rm "$base" docker.io/library/debian:bookworm-slim

(cd "$work" && npm pack --silent npm@11 >/dev/null && tar xzf npm-11*.tgz)
node=$(buildah from docker.io/library/debian:bookworm-slim)
buildah add -q "$node" node_modules/node/bin/node /usr/local/bin/node
buildah add -q "$node" "$work/package" /usr/local/lib/node_modules/npm
buildah run "$node" sh -c 'chmod 755 /usr/local/lib/node_modules/npm/bin/* \
  && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm'
buildah commit -q --rm "$node" docker.io/library/node:24-bookworm-slim

# The authorities of the registry are lent to the build and are not part of the image.
printf 'cafile=/tmp/build-ca.crt\n' >"$work/npmrc"
buildah bud --format docker --pull-never -v "$ca:/tmp/build-ca.crt:ro" -v "$work/npmrc:/root/.npmrc:ro" \
  -f docker/Dockerfile.cpu -t "$name" .
buildah images "$name"
