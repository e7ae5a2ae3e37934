import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.atlas.json.JSON;
import org.apache.jena.atlas.json.JsonArray;
import org.apache.jena.atlas.json.JsonObject;
import org.apache.jena.atlas.json.JsonString;
import org.apache.jena.atlas.json.JsonValue;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.tdb2.TDB2Factory;

/**
 * Loads files into TDB2 with the command tdb2.tdbloader, each into a store of its own in the folder of the argument, and asks them:
 * {"file": ["query", …], …} on stdin, {"file": [answer, …], …} on stdout. tdb2.tdbquery would take a JVM for each query.
 */
public class Tdb2 {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        JsonObject asked = JSON.parse(System.in);
        JsonObject answered = new JsonObject();
        for (String file : asked.keys()) {
            Path store = Files.createTempDirectory(Path.of(args[0]), "tdb2-");
            tdb2.tdbloader.main("--loader=basic", "--loc=" + store, file);
            answered.put(file, answers(TDB2Factory.connectDataset(store.toString()), asked.get(file).getAsArray()));
        }
        out.println(answered);
    }

    private static JsonArray answers(Dataset data, JsonArray queries) throws Exception {
        JsonArray answers = new JsonArray();
        data.begin(ReadWrite.READ);
        for (JsonValue query : queries) {
            try (QueryExecution execution = QueryExecutionFactory.create(query.getAsString().value(), data)) {
                answers.add(answer(execution));
            }
        }
        data.end();
        return answers;
    }

    private static JsonValue answer(QueryExecution execution) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (execution.getQuery().isConstructType()) {
            RDFDataMgr.write(text, execution.execConstruct(), Lang.NTRIPLES);
            return new JsonString(text.toString(StandardCharsets.UTF_8));
        }
        if (execution.getQuery().isAskType()) {
            ResultSetFormatter.outputAsJSON(text, execution.execAsk());
        } else {
            ResultSetFormatter.outputAsJSON(text, execution.execSelect());
        }
        return JSON.parse(text.toString(StandardCharsets.UTF_8));
    }
}
