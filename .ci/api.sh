#!/usr/bin/env bash
# Writes the lists of all public types and members of the four libraries anew, from the code; to be run when they change on purpose. How the files
# PublicAPI.Unshipped.txt differ is then what a user of the libraries will notice.
set -euo pipefail
cd "$(dirname "$0")/.."
# Each after those that it needs.
for project in kernels/ScratchGan.Kernels src/ScratchGan.Engine src/ScratchGan.Data src/ScratchGan.Gan; do
    list="$project/PublicAPI.Unshipped.txt"
    echo '#nullable enable' > "$list"
    # With an empty list every public symbol is missed, in the words that the list wants.
    CI=false dotnet build -c Release --no-incremental --no-dependencies "$project" \
        | sed -nE "s/.* RS0016: Symbol '(.*)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -fu >> "$list"
    echo "$list: $(($(wc -l < "$list") - 1)) lines"
done
