# tests.sh DIRECTORY: a test for each of its files: src has a file of that name that holds its text. Writes JUnit XML.
tests=0 failed=0 cases=
for test in "$1"/*.txt; do
    name=$(basename "$test" .txt)
    tests=$((tests + 1))
    if grep -qF "$(cat "$test")" "src/$name.txt"; then
        cases="$cases<testcase classname=\"tiny\" name=\"$name\"/>"
    else
        failed=$((failed + 1))
        cases="$cases<testcase classname=\"tiny\" name=\"$name\"><failure message=\"src/$name.txt lacks its text\">at src/$name.txt:1</failure></testcase>"
    fi
done
mkdir -p reports
echo "<testsuite name=\"$1\" tests=\"$tests\" failures=\"$failed\" errors=\"0\" skipped=\"0\">$cases</testsuite>" > "reports/$1.xml"
echo "$tests tests, $failed failed"
[ "$failed" = 0 ]
