#!/bin/sh
# The first start writes a configuration for the photos of the container; it is the user's from then on.
set -eu
if [ "${1:-}" = serve ] && [ ! -e /config/config.yaml ]; then
  photo-tag init /photos
fi
exec photo-tag "$@"
