// The data room's reader of tables: what it takes, what it refuses and where, and that its numbers are the nearest
// ones. The data sets that rows become are data_test.cpp.
#include "data/csv.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "numerics/random.h"

namespace {

using namespace reluctant;
using namespace std::string_literals;

using Numbers = std::vector<double>;
using Words = std::vector<std::string>;

CsvTable read(std::string_view text, std::string target = "") { return parse_csv(text, {std::move(target), false}); }

/// `line:column message` of every mistake.
std::string told(const CsvTable& table) {
  std::string all;
  for (const auto& [line, column, message] : table.mistakes) {
    if (!all.empty()) all += '\n';
    all += std::to_string(line) + ':' + std::to_string(column) + ' ' + message;
  }
  return all;
}

/// A table of `cell` in all places, the header above.
std::string filled(std::size_t columns, std::size_t rows, std::string_view cell) {
  std::string text;
  for (std::size_t c = 0; c < columns; ++c) text += (c == 0 ? "c" : ",c") + std::to_string(c);
  for (std::size_t r = 0; r < rows; ++r) {
    text += '\n';
    for (std::size_t c = 0; c < columns; ++c) text.append(c == 0 ? "" : ",").append(cell);
  }
  return text;
}

}  // namespace

TEST_CASE("a table is inputs and the last column is the target") {
  const CsvTable table = read("height,weight,price\n1.5,-2,10\n2.5e1,+3,20.25\n");
  CHECK(told(table) == "");
  CHECK(table.features == Words{"height", "weight"});
  CHECK(table.classes.empty());
  CHECK(table.rows.features == 2);
  CHECK(table.rows.columns == 1);
  CHECK(table.rows.inputs == Numbers{1.5, -2, 25, 3});
  CHECK(table.rows.targets == Numbers{10, 20.25});
}

TEST_CASE("the target can be any column by its name") {
  for (const std::string target : {"a", "b", "c"}) {
    CAPTURE(target);
    const CsvTable table = read("a,b,c\n1,2,3\n4,5,6\n", target);
    Words features{"a", "b", "c"};
    Numbers inputs{1, 2, 3, 4, 5, 6};
    const auto at = std::find(features.begin(), features.end(), target) - features.begin();
    CHECK(table.rows.targets == Numbers{inputs[at], inputs[at + 3]});
    features.erase(features.begin() + at);
    inputs.erase(inputs.begin() + at + 3);
    inputs.erase(inputs.begin() + at);
    CHECK(table.features == features);
    CHECK(table.rows.inputs == inputs);
  }
}

TEST_CASE("words in the target column are classes in order of first appearance") {
  const CsvTable table = read("x,kind\n1,setosa\n2,virginica\n3,setosa\n4,\"a, \"\"b\"\"\"\n5,7\n");
  CHECK(told(table) == "");
  CHECK(table.classes == Words{"setosa", "virginica", "a, \"b\"", "7"});
  CHECK(table.rows.targets == Numbers{0, 1, 0, 2, 3});
  CHECK(shape_of(table.rows) == DatasetShape{5, 1, 4, 4});
}

TEST_CASE("numbers in the target column stay numbers and count classes only where they do so for any rows") {
  CHECK(shape_of(read("x,y\n1,0\n2,1\n").rows) == DatasetShape{2, 1, 1, 2});
  CHECK(shape_of(read("x,y\n1,0\n2,2\n").rows) == DatasetShape{2, 1, 3, 3});
  CHECK(shape_of(read("x,y\n1,0\n2,0.5\n").rows) == DatasetShape{2, 1, 1, 0});
  CHECK(read("x,y\n1,0\n2,1\n").classes.empty());
}

TEST_CASE("marks spaces blank lines and every end of line say the same table") {
  const CsvTable plain = read("a,b c,kind\n1,2.5,yes\n-3,4,no\n");
  CHECK(told(plain) == "");
  const std::string_view others[] = {
      "\357\273\277a,b c,kind\n1,2.5,yes\n-3,4,no\n",
      "a,b c,kind\r\n1,2.5,yes\r\n-3,4,no\r\n",
      "a,b c,kind\r1,2.5,yes\r-3,4,no",
      "a,b c,kind\n1,2.5,yes\n-3,4,no",
      "\n\n a , b c,kind\n\n 1,\t2.5 ,yes\n  \n-3,4,no  \n\n\n",
      "\"a\",\"b c\",\"kind\"\n\"1\",\"2.5\",\"yes\"\n \"-3\" ,\"4\" , \"no\"\n",
      "a;b c;kind\n1;2,5;yes\n-3;4;no\n",
      "a;b c;kind\n1;2.5;yes\n-3;4;no\n",
      "a\tb c\tkind\n1\t2,5\tyes\n-3\t4\tno\n",
      "a\tb c\tkind\n 1 \t2.5\t\"yes\"\n-3\t4\tno",
      "\"a\";\"b c\";kind\n+1;2,50;yes\n-3,;4,0;no\n",
      "a,b c,kind\n1e0,25E-1,yes\n-.3e+1,0400.e-2,no\n",
  };
  for (const std::string_view text : others) {
    CAPTURE(text);
    const CsvTable table = read(text);
    CHECK(told(table) == "");
    CHECK(table.features == plain.features);
    CHECK(table.classes == plain.classes);
    CHECK(table.rows.inputs == plain.rows.inputs);
    CHECK(table.rows.targets == plain.rows.targets);
  }
}

TEST_CASE("quoted cells may hold separators line ends and quotes") {
  const CsvTable table = read("\"a,\r\n\"\"first\"\"\",b,\"kind;\tof\"\n1,2,\" yes \"\n3,4,\"\n\"\n");
  CHECK(told(table) == "");
  CHECK(table.features == Words{"a,\n\"first\"", "b"});
  CHECK(table.classes == Words{" yes ", "\n"});
}

TEST_CASE("names and words are text and nothing more") {
  for (const std::string name :
       {"__proto__", "=1+1", "<img src=x onerror=alert(1)>", "日本語", "naïve", "🙂", "-", "a'b"}) {
    CAPTURE(name);
    std::string text = name;
    text.append(",kind\n1,").append(name).append("\n2,other\n");
    const CsvTable table = read(text);
    CHECK(told(table) == "");
    CHECK(table.features == Words{name});
    CHECK(table.classes == Words{name, "other"});
  }
}

TEST_CASE("numbers are the doubles nearest to their digits") {
  struct Case {
    std::string_view text;
    std::uint64_t bits;
  };
  const Case cases[] = {
#include "../reference/decimals.inc"
  };
  CHECK(std::size(cases) > 300);
  for (const Case& expected : cases) {
    CAPTURE(expected.text);
    for (const bool comma : {false, true}) {
      std::string table(expected.text);
      if (comma) std::replace(table.begin(), table.end(), '.', ',');
      table.insert(0, "a;b\n").append(";0\n");
      const CsvTable found = read(table);
      CHECK(told(found) == "");
      CHECK(found.rows.inputs.size() == 1);
      if (found.rows.inputs.size() == 1)
        CHECK(__builtin_bit_cast(std::uint64_t, found.rows.inputs[0]) == expected.bits);
    }
  }
}

TEST_CASE("what is no number is no number") {
  for (const std::string text : {"abc",  "1.2.3",    "1,2",  "1e",    "e5",    ".",     "-",   "+",   "--1", "+-1",
                                 "1-",   "1 2",      "0x10", "1_000", "1'000", "1e5.5", "1e+", "nan", "NaN", "inf",
                                 "-inf", "Infinity", "NA",   "null",  "true",  "?",     "∞",   "−1",  "12%", "$1",
                                 "1f",   "1e1e1",    "٣",    "１",    "1.5e",  "1/2",   ".e1", "e",   "-.",  "=1"}) {
    CAPTURE(text);
    CHECK(told(read("a,b\n\"" + text + "\",0\n")) == "2:1 expected a number, found \"" + text + '"');
  }
}

TEST_CASE("a mistake is told with its line and its column") {
  struct Case {
    std::string text, told;
  };
  const std::string utf8 = "text in UTF-8 without control characters, found the byte ";
  const Case cases[] = {
      {"", "0:0 expected a line of names, found nothing"},
      {" \n\r\n \n", "0:0 expected a line of names, found nothing"},
      {"\xef\xbb\xbf", "0:0 expected a line of names, found nothing"},
      {"a,b", "0:0 expected rows below the names, found none"},
      {"a,b\n\n", "0:0 expected rows below the names, found none"},
      {"a\n1\n", "1:0 expected 2 to 64 columns, found 1"},
      {"1,2\n3,4\n", "1:0 expected a line of names, found a line of numbers"},
      {"1;2,5\n3;4\n", "1:0 expected a line of names, found a line of numbers"},
      {"a,,b\n1,2,3\n", "1:2 expected a name, found nothing"},
      {",\n1,2\n", "1:1 expected a name, found nothing\n1:2 expected a name, found nothing"},
      {"a,\"\"\n1,2\n", "1:2 expected a name, found nothing"},
      {"a,b,a\n1,2,3\n", "1:3 expected a name of its own, found \"a\" again"},
      {"a, a \n1,2\n", "1:2 expected a name of its own, found \"a\" again"},
      {"a,b,a,b\n",
       "1:3 expected a name of its own, found \"a\" again\n1:4 expected a name of its own, found \"b\" again"},
      {"a,b\n1\n", "2:0 expected 2 cells as in the header, found 1"},
      {"a,b\n1,2,3\n4,5\n6\n",
       "2:0 expected 2 cells as in the header, found 3\n4:0 expected 2 cells as in the header, found 1"},
      {"a,b\n1,2,\n", "2:0 expected 2 cells as in the header, found 3"},
      {"a,b\n1;2\n", "2:0 expected 2 cells as in the header, found 1"},
      {"a,b\n1,2\n3,\n", "3:2 expected a number, found nothing"},
      {"a,b\n1,2\n,3\n", "3:1 expected a number, found nothing"},
      {"a,b\n , \n", "2:1 expected a number, found nothing\n2:2 expected a number or a word, found nothing"},
      {"a,b\n\"\",1\n", "2:1 expected a number, found nothing"},
      {"a,b\r\n1,2\r\n\r\nx,3\r\n", "4:1 expected a number, found \"x\""},
      {"a,b\r1,2\rx,3\r", "3:1 expected a number, found \"x\""},
      {"a,b\n\"1\n\",2\nx,3\n", "2:1 expected a number, found \"1\n\"\n4:1 expected a number, found \"x\""},
      {"\n\na,b\nx,3\n", "4:1 expected a number, found \"x\""},
      {"a,b\nx,y\nz,w\n", "2:1 expected a number, found \"x\"\n3:1 expected a number, found \"z\""},
      {"a,b\n1e31,2\n", "2:1 expected a number in [-1e30, 1e30], found \"1e31\""},
      {"a,b\n-1e999999999999,2\n", "2:1 expected a number in [-1e30, 1e30], found \"-1e999999999999\""},
      {"a,b\n1,2e30\n", "2:2 expected a number in [-1e30, 1e30], found \"2e30\""},
      {"a,b\n1,1\n2,x\n", "3:2 expected a number as in line 2, found \"x\""},
      {"a,b\n1,1\n2,nan\n", "3:2 expected a number, found \"nan\""},
      {"a,b\n1,NaN\n2,3\n", "2:2 expected a number or a word, found \"NaN\""},
      {"a,b\n1,x\n2,-Infinity\n3,y\n", "3:2 expected a number or a word, found \"-Infinity\""},
      {"a,b\n1,x\n2,\n3,y\n", "3:2 expected a number or a word, found nothing"},
      {"a,b\n1,x\n2,x\n", "0:2 expected at least 2 classes, found \"x\" in all rows"},
      {"a;b\n1,5;1\n2.5;2\n", "3:1 expected a decimal comma as in line 2, found \"2.5\""},
      {"a;b\n1;1.5\n2;2,5\n", "3:2 expected a decimal point as in line 2, found \"2,5\""},
      {"a;b\n1.234,5;1\n", "2:1 expected a number, found \"1.234,5\""},
      {"a,b\n\"1,5\",1\n", "2:1 expected a number, found \"1,5\""},
      {"a,b\n1,\"2\n", "2:2 expected closing quotes, found the end of the text"},
      {"a,\"b\n1,2\n", "1:2 expected closing quotes, found the end of the text"},
      {"a,b\n\"1\"2,3\n", "2:1 expected nothing after the closing quotes, found \"2\""},
      {"a,b\n\"1\" \"2\",3\n", "2:1 expected nothing after the closing quotes, found \"\"2\"\""},
      {"a,b\n1\"2,3\n", "2:1 expected quotes around the whole cell or none, found \"1\"2\""},
      {"a,5\"\n1,2\n", "1:2 expected quotes around the whole cell or none, found \"5\"\""},
      {"a,b\n\"1\"\"\",3\n", "2:1 expected a number, found \"1\"\""},
      {"a,b\n1,2\n" + std::string(257, '1') + ",3\n", "3:1 expected at most 256 characters, found 257"},
      {"a," + std::string(257, 'x') + "\n1,2\n", "1:2 expected at most 256 characters, found 257"},
      {"a,b\n" + std::string(41, 'x') + ",3\n", "2:1 expected a number, found \"" + std::string(40, 'x') + "…\""},
      {"a,b\n1,\x80\n", "2:0 expected " + utf8 + "0x80"},
      {"a,b\n1,\xc3", "2:0 expected " + utf8 + "0xc3"},
      {"a,b\n1,\xc0\xaf\n", "2:0 expected " + utf8 + "0xc0"},
      {"a,b\n\n1,\xe0\x80\xaf\n", "3:0 expected " + utf8 + "0xe0"},
      {"a,b\r\n1,\xed\xa0\x80\n", "2:0 expected " + utf8 + "0xed"},
      {"a,b\r1,\xf4\x90\x80\x80\n", "2:0 expected " + utf8 + "0xf4"},
      {"a,b\n1,\xf0\x80\x80\x80\n", "2:0 expected " + utf8 + "0xf0"},
      {"a,b\n1,\xf5\x80\x80\x80\n", "2:0 expected " + utf8 + "0xf5"},
      {"\xff\xfe"
       "a\0,\0"s,
       "1:0 expected " + utf8 + "0xff"},
      {"a,b\0\n1,2\n"s, "1:0 expected " + utf8 + "0x00"},
      {"a,b\n1,\x1b[31m\n", "2:0 expected " + utf8 + "0x1b"},
      {"a,b\n1,\x7f\n", "2:0 expected " + utf8 + "0x7f"},
      {filled(65, 1, "1"), "1:0 expected 2 to 64 columns, found 65"},
      {std::string(1000000, ','), "1:0 expected 2 to 64 columns, found 1000001"},
      {filled(2, 1, "1") + "\n" + std::string(1000000, ','), "3:0 expected 2 cells as in the header, found 1000001"},
      {filled(2, 100001, "1"), "100002:0 expected at most 100000 rows, found more"},
      {std::string(5 * 1024 * 1024 + 1, 'x'), "0:0 expected at most 5242880 bytes, found 5242881"},
  };
  CHECK(std::size(cases) >= 60);
  for (const Case& expected : cases) {
    CAPTURE(expected.text.substr(0, 60));
    const CsvTable table = read(expected.text);
    CHECK(told(table) == expected.told);
    CHECK(table.rows.inputs.empty());
    CHECK(table.rows.targets.empty());
    CHECK(table.features.empty());
    CHECK(table.classes.empty());
  }
}

TEST_CASE("a target that is no column is refused with the names of all") {
  CHECK(told(read("a,b\n1,2\n", "c")) == R"(1:0 expected the target to be one of "a", "b", found "c")");
  CHECK(told(read("a,b\n1,2\n", "B")) == R"(1:0 expected the target to be one of "a", "b", found "B")");
}

TEST_CASE("the largest table is taken") {
  CHECK(told(read(filled(64, 100, "1"))) == "");
  CHECK(told(read(filled(2, 100000, "1"))) == "");
  CHECK(told(read("a,b\n" + std::string(256, '1').insert(1, ".").substr(0, 256) + ",3\n")) == "");
  std::string cells = "a,";
  for (int i = 0; i < 256; ++i) cells += "é";
  CHECK(told(read(cells + "\n1,2\n")) == "");
  CHECK(told(read("a,b\n1,2\n" + std::string(5 * 1024 * 1024 - 8, '\n'))) == "");
}

TEST_CASE("as many words are taken as there may be classes and not one more") {
  std::string text = "x,kind\n";
  for (std::size_t i = 0; i < 1024; ++i) text += "1,w" + std::to_string(i) + '\n';
  CHECK(read(text).classes.size() == 1024);
  CHECK(told(read(text + "1,w7\n1,more\n")) ==
        "1027:2 expected at most 1024 different words, found \"more\" as another");
}

TEST_CASE("a table full of mistakes tells the first hundred") {
  const CsvTable table = read(filled(10, 1000, "x"));
  CHECK(table.mistakes.size() == 100);
  CHECK(table.mistakes.back().line == 13);
}

TEST_CASE("standardised features have mean 0 and variance 1 and the target stays") {
  RandomStream random(3, Stream::trials);
  std::string text = "a,b,c,tiny,same,y\n";
  char line[200];
  for (int s = 0; s < 500; ++s) {
    const double near_a_billion = 1e9 + random.normal();
    const double vast = 1e30 * (random.uniform() - 0.5);
    std::snprintf(line, sizeof line, "%.17g,%.17g,%d,%.17ge-170,0.1,%d\n", near_a_billion, vast, s % 2, random.normal(),
                  s);
    text += line;
  }
  const CsvTable plain = parse_csv(text, {}), table = parse_csv(text, {"", true});
  CHECK(told(table) == "");
  CHECK(table.rows.targets == plain.rows.targets);
  for (std::size_t f = 0; f < 5; ++f) {
    CAPTURE(table.features[f]);
    double mean = 0, variance = 0;
    for (std::size_t s = 0; s < 500; ++s) mean += table.rows.inputs[5 * s + f] / 500;
    for (std::size_t s = 0; s < 500; ++s) variance += std::pow(table.rows.inputs[5 * s + f] - mean, 2) / 500;
    CHECK(std::fabs(mean) < 1e-6);  // 1e9 has no finer digits
    CHECK(variance == doctest::Approx(f == 4 ? 0 : 1).epsilon(1e-9));
    for (std::size_t s = 1; s < 500; ++s) {  // the order of two rows is what it was
      const double before = plain.rows.inputs[5 * s + f] - plain.rows.inputs[5 * s - 5 + f];
      const double after = table.rows.inputs[5 * s + f] - table.rows.inputs[5 * s - 5 + f];
      CHECK((before > 0) == (after > 0));
      CHECK((before < 0) == (after < 0));
    }
  }
}

TEST_CASE("what is written with all digits is read as it was") {
  RandomStream random(11, Stream::trials);
  for (const char separator : {',', ';', '\t'}) {
    Numbers inputs, targets;
    std::string text = "a" + std::string(1, separator) + "\"b\"" + std::string(1, separator) + "y\r\n";
    for (int s = 0; s < 300; ++s) {
      char cell[64];
      for (int c = 0; c < 3; ++c) {
        const int power = static_cast<int>(random.below(60)) - 31;
        const double x = random.normal() * std::pow(10.0, power);
        std::snprintf(cell, sizeof cell, "%.17g", x);
        text += cell;
        text += c < 2 ? std::string(1, separator) : "\r\n";
        (c < 2 ? inputs : targets).push_back(x);
      }
    }
    const CsvTable table = read(text);
    CHECK(told(table) == "");
    CHECK(table.rows.inputs == inputs);
    CHECK(table.rows.targets == targets);
  }
}

TEST_CASE("a table however broken is read whole or refused with places in it") {
  const std::string_view seeds[] = {"a,b,kind\n1,2.5,yes\n-3,4,no\n", "a;b;y\r\n1,5;2;0\r\n3;4,25;1\r\n",
                                    "\"a\"\t\"b\"\ty\n\"1\"\t2\t3e5\n4\t5\t6\n", "é,\"b\n\"\n1,🙂\n2,\"\"\"\"\n"};
  const std::string_view pieces[] = {
      ",", ";",     "\t", "\n",          "\r\n", "\r",   "\"", "\"\"",     " ",
      "",  "1e400", "-",  ".",           "nan",  "\xff", "é",  "\xf0\x9f", std::string_view("\0", 1),
      "1", "x",     "e",  "\xef\xbb\xbf"};
  RandomStream random(5, Stream::trials);
  std::size_t read_whole = 0, refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text(seeds[random.below(std::size(seeds))]);
    for (std::uint32_t change = random.below(4) + 1; change > 0; --change) {
      const std::uint32_t at = random.below(static_cast<std::uint32_t>(text.size()) + 1);
      const std::uint32_t gone = random.below(3);
      text.replace(at, gone, pieces[random.below(std::size(pieces))]);
    }
    CAPTURE(text);
    const CsvTable table = parse_csv(text, {"", random.below(2) == 1});
    const auto& rows = table.rows;
    if (table.mistakes.empty()) {
      ++read_whole;
      CHECK(!rows.targets.empty());
      CHECK(rows.inputs.size() == rows.targets.size() * rows.features);
      CHECK(table.features.size() == rows.features);
      CHECK(table.classes.size() != 1);
      for (const double x : rows.inputs) CHECK(std::fabs(x) <= 1e30);
      for (const double y : rows.targets) CHECK(std::fabs(y) <= 1e30);
    } else {
      ++refused;
      CHECK(rows.inputs.empty());
      CHECK(rows.targets.empty());
      const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') +
                                                    std::count(text.begin(), text.end(), '\r') + 1);
      for (const CsvMistake& mistake : table.mistakes) {
        CHECK(mistake.line <= lines);
        CHECK(mistake.message.starts_with("expected "));
        CHECK(mistake.message.find(", found ") != std::string::npos);
      }
    }
  }
  CHECK(read_whole > 1000);
  CHECK(refused > 1000);
}
