#!/bin/sh
# The whole training, one step after the other. Started again it goes on where it was interrupted; what is finished is left alone.
#
#   PYTHON: the interpreter with requirements.txt installed; python by default.
#   ALLOCATOR: libjemalloc.so.2, if any; operations on large tensors are several times faster with it in a virtual machine.
set -e
cd "$(dirname "$0")"
mkdir -p runs
if [ -n "$ALLOCATOR" ]; then
  export LD_PRELOAD="$ALLOCATOR" MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always
fi
"${PYTHON:-python}" train_tower.py --resume
"${PYTHON:-python}" train_reader.py stills --resume
"${PYTHON:-python}" train_reader.py clips --resume
