/**
 * The last word on a host: whether a command may be carried out here, whoever sends it.
 *
 * <p><b>Promise.</b> Whatever controllers believe and however messages are repeated, delayed or reordered: no command of
 * an epoch older than the highest accepted one is admitted; a step that was begun once is never begun again; a placement
 * generation that was buried here never runs here again. All three hold over crashes, because the fact is on disk before
 * the admission is given.
 *
 * <p><b>How.</b> {@code CommandGuard} is a state machine over {@code GuardLog}. It reads the log once, keeps what it says in
 * memory ({@code GuardMemory}) and appends before it answers. What becomes of one step is the table {@code StepTable}; what
 * a command needs of its guest's generation is the table {@code PlacementRule}. A log that failed once is not trusted
 * again in this life: changes are refused, inquiries go on.
 *
 * <p><b>The same step.</b> A begin keeps the term under which it was begun and a digest of what was asked
 * ({@code CommandArguments}). A command under the key of a begun step that is another one (a controller on a restored
 * database counts its steps anew) is refused and told what the step was; to answer it with that step's result would say that
 * something is done which never was.
 *
 * <p><b>How much is known.</b> A hello and every begin say how far the sender's journal had come. A hello from a journal that
 * is shorter than the longest seen in this database is refused: it does not know of something that was done. A number is not
 * enough, because a copy that is put to use counts on from its own end. So the agent's greeting names the newest place, as
 * epoch and number, at which a step was begun or forgotten here, and the hello has to answer that it lies in the history of
 * its database.
 *
 * <p><b>Observing.</b> A life of the agent that was started to observe begins no change at all: it is refused before the
 * log is touched, so no controller, setting or mistake elsewhere can change a host whose owner only wants to look. Steps
 * of an earlier life are still answered from the log.
 *
 * <p><b>Records.</b> Each record starts with the byte 1 (version of the format) and a byte for its kind; numbers are big
 * endian, a UUID is 16 bytes, a text is its length in UTF-8 bytes (4 bytes) and the bytes.
 *
 * <table>
 * <caption>Kinds</caption>
 * <tr><th>kind</th><th>fields</th></tr>
 * <tr><td>1 incarnation</td><td>number (8): the agent was started</td></tr>
 * <tr><td>2 epoch</td><td>number (8), controller's incarnation, database id, journal sequence (8)</td></tr>
 * <tr><td>3 begin</td><td>operation, step (4), agent incarnation (8), guest (all zero for none), placement (8), grants
 * (1), action (text): as it was written before 12, only read</td></tr>
 * <tr><td>4 end</td><td>operation, step (4), result: 1 done; 2 failed, error code (text), message (text); 3 not admitted,
 * refusal (text), detail (text); 4 given up, reasons (count, and of each code, count of names and each as two texts, count
 * of numbers and each as text and (8)), detail (text); 5 arrived, whether figures follow (1), downtime, total (ms) and bytes
 * (8 each)</td></tr>
 * <tr><td>5 held</td><td>guest, placement (8): the highest generation granted to this host</td></tr>
 * <tr><td>6 buried</td><td>guest, placement (8): nothing up to it may run here</td></tr>
 * <tr><td>7 forgotten</td><td>operation: as it was written before 14, only read</td></tr>
 * <tr><td>8 database forgotten</td><td>none</td></tr>
 * <tr><td>9 boot settled</td><td>boot id (text): what starts with the host was started in this boot</td></tr>
 * <tr><td>10 kept off</td><td>guest, whether (1): it was told to go off, and not to run again since. Only in a rewritten
 * log; before that begins and ends say it</td></tr>
 * <tr><td>11 own guests settled</td><td>boot id (text): as 9, of the guests in which a controller runs</td></tr>
 * <tr><td>12 begin</td><td>as 15, without the journal sequence: as it was written before 15, only read</td></tr>
 * <tr><td>13 newest place</td><td>epoch (8), controller's incarnation, journal sequence (8). Only in a rewritten log</td></tr>
 * <tr><td>14 forgotten</td><td>operation, epoch (8), controller's incarnation, journal sequence (8)</td></tr>
 * <tr><td>15 begin</td><td>operation, step (4), agent incarnation (8), epoch (8), controller's incarnation, journal sequence
 * (8), guest (all zero for none), placement (8), grants (1), action (text), digest of the arguments (text)</td></tr>
 * </table>
 *
 * <p>Only what a change can answer is stored, so no record needs a description of a guest. A log with an unknown version
 * or kind is refused at open: guessing would break the promise. When most records of a log are history, it is rewritten
 * with what is still true.
 */
@NullMarked
package io.kvmherd.agent.core.guard;

import org.jspecify.annotations.NullMarked;
