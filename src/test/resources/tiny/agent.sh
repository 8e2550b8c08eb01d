# A scripted stand-in for a coding agent. Speaks stream-json, edits files; TINY_LOG counts its sessions.
cat > "$TMPDIR/prompt"
[ -z "$TINY_LOG" ] || echo "$LOCKSTEP_MILESTONE $LOCKSTEP_PHASE $LOCKSTEP_FILE" >> "$TINY_LOG"
echo '{"type":"system","subtype":"init","session_id":"tiny-'"$LOCKSTEP_SESSION"'"}'
words() { sed -i "s/$1//" "$2"; }
case "$LOCKSTEP_PHASE" in
research)
    echo "Milestone $LOCKSTEP_MILESTONE needs a file d, and the text that the third test asks for is not in src yet. Nothing else is missing as far as the tests and the tools tell." > "$LOCKSTEP_EVIDENCE/research.md" ;;
planning)
    echo "Add src/d.txt first, then mend what the tools find. Built on the research, seal $(sed -n 's/.*"research" *: *"\([^"]*\)".*/\1/p' "$LOCKSTEP_INPUT/seals.json")." > "$LOCKSTEP_EVIDENCE/plan.md" ;;
implement)
    echo "milestone $LOCKSTEP_MILESTONE" > "src/d$LOCKSTEP_MILESTONE.txt" ;;
lint) words LINT "$LOCKSTEP_FILE" ;;
typecheck) words TYPE "$LOCKSTEP_FILE" ;;
test) echo delta >> src/c.txt ;;
esac
echo '{"type":"result","subtype":"success","is_error":false,"total_cost_usd":0.01,"session_id":"tiny","usage":{"input_tokens":100,"output_tokens":20}}'
