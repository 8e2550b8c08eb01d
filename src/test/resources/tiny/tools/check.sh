# check.sh WORD: reports each line of src that holds the word, as file:line: message [code].
status=0
for file in src/*.txt; do
    grep -n "$1" "$file" | sed "s|^\([0-9]*\):.*|$file:\1: $1 must go [$1]|" | grep . && status=1
done
exit $status
