"""The wording of every problem: one table, by stable code."""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen
class Code:
    """A kind of problem: its title, its message and its correction (with `{fields}`), and whether it only warns."""

    code: str
    title: str
    message: str
    correction: str
    warning: bool = False


_TABLE: Final = (
    # Văn bản của tệp
    Code(
        "SEC001",
        "Ký tự đổi chiều chữ",
        "có ký tự đổi chiều chữ {code_point}",
        "Xóa ký tự này: nó làm chữ hiện ra khác với chữ được đọc.",
    ),
    Code(
        "SEC002",
        "Ký tự không được dùng",
        "có ký tự không được dùng: {code_point}",
        "Xóa ký tự này và gõ lại bằng chữ tiếng Việt thường.",
    ),
    Code(
        "SEC003",
        "Tệp không phải UTF-8",
        "tệp không phải văn bản UTF-8 (byte {byte} không đọc được)",
        "Lưu lại tệp với bảng mã UTF-8.",
    ),
    Code(
        "SEC004",
        "Chữ trông giống chữ khác",
        "có chữ trông giống “{correct}” nhưng là ký tự khác: {code_point}",
        "Xóa ký tự này và gõ lại chữ “{correct}”.",
    ),
    Code(
        "LIM001",
        "Tệp quá lớn",
        "tệp quá lớn ({size}; nhiều nhất 1 MiB)",
        "Chia tệp thành nhiều tệp rồi dùng dòng “dùng:”.",
    ),
    Code(
        "LIM002",
        "Lồng nhau quá sâu",
        "lồng nhau hoặc nối tiếp nhau quá sâu (ngoặc nhiều nhất 100 tầng)",
        "Tách phần bên trong thành “mệnh đề” có tên.",
    ),
    Code(
        "LIM003",
        "Quá nhiều lỗi",
        "còn nhiều lỗi khác không hiện ({count} lỗi)",
        "Sửa các lỗi trên rồi kiểm tra lại.",
        warning=True,
    ),
    Code("LIM004", "Số hoặc chữ quá dài", "{what} quá dài (nhiều nhất {limit})", "Rút ngắn lại."),
    # Cách viết
    Code("AQ101", "Chữ đứng không đúng chỗ", "không hiểu “{found}” ở đây", "{expected}"),
    Code("AQ102", "Thiếu dấu hai chấm", "thiếu dấu hai chấm “:” sau “{found}”", "Thêm “:” vào ngay sau chỗ này."),
    Code("AQ103", "Ngoặc vuông chưa đóng", "tên mở bằng “[” mà chưa có “]” trên cùng dòng", "Thêm “]” vào cuối tên."),
    Code(
        "AQ104",
        "Dấu nháy chưa đóng",
        "chữ trong dấu nháy mở mà chưa đóng trên cùng dòng",
        "Thêm dấu nháy đóng cùng kiểu với dấu mở; chữ trong nháy nằm trọn trên một dòng.",
    ),
    Code(
        "AQ105",
        "Lẫn “và” với “hoặc”",
        "“và” và “hoặc” đứng lẫn trong một điều kiện, hiểu được hai cách",
        "Thêm ngoặc: {first}; hoặc: {second}.",
    ),
    Code(
        "AQ106",
        "Dấu đầu mục không đúng bậc",
        "dấu đầu mục “{found}” không dùng được ở đây",
        "Ba bậc là “a)”, rồi “-”, rồi “+”; bậc dưới phải nhỏ hơn bậc trên. Sâu hơn nữa thì dùng ngoặc hoặc “mệnh đề”.",
    ),
    Code(
        "AQ107",
        "Số viết dễ hiểu sai",
        "cách viết số “{found}” dễ hiểu sai",
        "{advice}",
    ),
    Code(
        "AQ108",
        "Ngày, tháng không có thật",
        "không có {found}",
        "Ngày viết ngày/tháng, ví dụ 15/02 hoặc 15/02/2023; tháng là số từ 1 đến 12.",
    ),
    Code(
        "AQ109",
        "Chữ cái của mục không theo thứ tự",
        "mục “{found})” đứng sai thứ tự",
        "Chữ cái đi theo thứ tự a, b, c, d, đ, e, g, h, i, k …; ở đây phải là “{expected})”.",
    ),
    Code(
        "AQ110",
        "Hai mục cùng chữ cái",
        "đã có mục “{found})” trong danh sách này",
        "Đổi chữ cái của mục sau thành “{expected})”.",
    ),
    Code(
        "AQ111",
        "Dòng đầu khối lạ",
        "không có khối nào mở đầu bằng “{found}”",
        "Mỗi khối mở đầu bằng: bộ tiêu chí, nhóm, thang, danh mục, cách hiểu, cụm từ, dữ kiện, mệnh đề, đặt, "
        "tham số, bảng, tiêu chí, kết luận hoặc ví dụ.",
    ),
    Code("AQ112", "Dòng ghi hai lần", "dòng “{field}” đã ghi rồi", "Giữ lại một dòng."),
    Code("AQ113", "Thiếu dòng bắt buộc", "{block} thiếu dòng “{field}”", "Thêm dòng “{field}”."),
    Code("AQ114", "Chỗ viết chưa hết", "chỗ này viết chưa hết", "{expected}"),
    Code("AQ115", "Ngoặc tròn chưa đóng", "ngoặc “(” mở ở đây mà chưa đóng", "Thêm “)” vào cuối phần trong ngoặc."),
    Code(
        "AQ116",
        "Từ khóa viết chưa đúng dấu",
        "“{found}” có lẽ là từ khóa “{expected}” viết chưa đúng dấu",
        "Viết “{expected}”.",
    ),
    Code("AQ117", "Quý không có", "không có {found}", "Viết “quý I”, “quý II”, “quý III” hoặc “quý IV”."),
    Code("AQ118", "Ngoặc vuông chưa mở", "có “]” mà phía trước chưa có “[”", "Thêm “[” vào đầu tên."),
    Code(
        "AQ119",
        "Ngoặc tròn chưa mở",
        "có “)” mà phía trước chưa có “(”",
        "Thêm “(” vào đầu phần trong ngoặc, hoặc xóa “)”.",
    ),
    Code(
        "AQ120",
        "Danh sách chưa có câu dẫn",
        "mục “{found}” mở một danh sách mà dòng trên chưa có câu dẫn",
        "Viết “có đủ:” hoặc “có một trong:” ở cuối dòng trên.",
    ),
    # Tên
    Code(
        "AQ201",
        "Dữ kiện chưa khai báo",
        "chưa có dữ kiện nào tên là [{name}]",
        "Kiểm tra chính tả hoặc khai báo bằng khối “dữ kiện”.",
    ),
    Code("AQ202", "Thang chưa khai báo", "chưa có thang nào tên là “{name}”", "Khai báo bằng dòng “thang”."),
    Code("AQ203", "Mức không có trong thang", "thang “{scale}” không có mức “{name}”", "Các mức là: {members}."),
    Code("AQ204", "Danh mục chưa khai báo", "chưa có danh mục nào tên là “{name}”", "Khai báo bằng dòng “danh mục”."),
    Code(
        "AQ205", "Mục không có trong danh mục", "danh mục “{catalogue}” không có mục “{name}”", "Các mục là: {members}."
    ),
    Code("AQ206", "Cách hiểu chưa khai báo", "chưa có cách hiểu {name}", "Khai báo bằng khối “cách hiểu {name}”."),
    Code(
        "AQ207",
        "Phương án không có trong cách hiểu",
        "cách hiểu {reading} không có phương án “{name}”",
        "Các phương án là: {members}.",
    ),
    Code(
        "AQ208",
        "Đơn vị tính lạ",
        "không biết đơn vị tính “{name}”",
        "Dùng đơn vị của một dữ kiện đã khai báo ({members}) hoặc đơn vị đo thông dụng.",
    ),
    Code("AQ209", "Loại đơn vị lạ", "không có loại đơn vị “{name}”", "Các loại là: {members}."),
    Code("AQ210", "Khai báo hai lần", "{what} “{name}” đã khai báo ở {where}", "Xóa hoặc đổi tên một trong hai."),
    Code("AQ211", "Hai tiêu chí cùng số", "tiêu chí {name} đã có ở {where}", "Đánh số lại một trong hai tiêu chí."),
    Code(
        "AQ212",
        "Nhảy số tiêu chí",
        "sau tiêu chí {before} là tiêu chí {after}: thiếu tiêu chí {missing}",
        "Đánh số lại hoặc thêm tiêu chí còn thiếu.",
        warning=True,
    ),
    Code(
        "AQ213",
        "Định nghĩa vòng tròn",
        "định nghĩa quay vòng về chính nó: {cycle}",
        "Bỏ một chỗ gọi lại trong vòng này.",
    ),
    Code(
        "AQ214",
        "Không tìm thấy tệp được dùng",
        "không tìm thấy tệp “{name}.rules” ở dòng “dùng”",
        "Đặt tệp đó cạnh tệp này hoặc sửa tên.",
    ),
    Code("AQ215", "Tiêu chí không có", "không có tiêu chí {name}", "Các tiêu chí là: {members}."),
    Code(
        "AQ216",
        "Mục không có",
        "không có mục {name}",
        "Ghi số tiêu chí và chữ cái, ví dụ 19.a; các mục của tiêu chí này là: {members}.",
    ),
    Code(
        "AQ217",
        "Chưa nêu đủ phương án",
        "chưa nêu phương án {missing} của cách hiểu {reading}",
        "Mỗi phương án của cách hiểu phải có một mục.",
    ),
    Code(
        "AQ218",
        "Số phương án mặc định không đúng",
        "cách hiểu {reading} có {count} phương án mặc định",
        "Ghi “mặc định” ở đúng một phương án.",
    ),
    Code(
        "AQ219",
        "Cách hiểu chỉ để ghi chú",
        "cách hiểu {reading} chỉ để ghi chú, không chọn được",
        "Bỏ “(chỉ ghi chú)” ở khai báo, hoặc không dùng nó trong tiêu chí.",
    ),
    Code(
        "AQ220",
        "Mục trong “các mục” không có",
        "không có mục {name} trong danh sách này",
        "Dòng “các mục” chỉ nêu các mục có trong chính danh sách đó.",
    ),
    Code("AQ221", "Kết luận không có", "không có {what} “{name}”", "Các {what} là: {members}."),
    # Nghĩa
    Code("AQ301", "Phép so sánh không hợp kiểu", "[{name}] là {kind}, không dùng được với {form}", "{advice}"),
    Code(
        "AQ302",
        "Đơn vị tính không khớp",
        "đơn vị tính không khớp: {first} với {second}",
        "Dùng cùng một đơn vị tính ở hai vế.",
    ),
    Code("AQ303", "Tỷ lệ phần trăm vô lý", "tỷ lệ {found} không hợp lý ở đây", "{advice}"),
    Code(
        "AQ304",
        "So sánh hai thang khác nhau",
        "hai mức thuộc hai thang khác nhau: “{first}” và “{second}”",
        "Chỉ so sánh trong cùng một thang.",
    ),
    Code(
        "AQ305",
        "Chưa nêu cách xét khi không có đối tượng",
        "chưa nêu cách xét khi không có [{name}] nào",
        "{advice}",
    ),
    Code("AQ306", "Từ xác nhận không hợp kiểu", "không dùng được “{verb}” với [{name}] là {kind}", "{advice}"),
    Code(
        "AQ307",
        "Điều kiện luôn đúng hoặc luôn sai",
        "điều kiện này {always} với mọi số liệu",
        "Kiểm tra lại con số.",
        warning=True,
    ),
    Code(
        "AQ308",
        "Số lẻ cho một số đếm",
        "{found} không phải số nguyên mà [{name}] là số đếm",
        "Số đếm so với số nguyên; kiểm tra lại con số.",
        warning=True,
    ),
    Code("AQ309", "Khoảng viết ngược", "khoảng từ {first} đến {second} viết ngược", "Đổi chỗ hai đầu của khoảng."),
    Code(
        "AQ310",
        "Số mục phải đủ không hợp",
        "“ít nhất {found}” mà danh sách chỉ có {count} mục",
        "Con số phải từ 1 đến {count}.",
    ),
    Code(
        "AQ311",
        "Có thể còn ít mục hơn mức phải đủ",
        "có mục không phải lúc nào cũng áp dụng, nên có thể chỉ còn {count} mục mà phải đủ {found}",
        "Khi đó danh sách không đạt; kiểm tra xem có đúng ý văn bản không.",
        warning=True,
    ),
    Code(
        "AQ312",
        "Phép tính không hỗ trợ",
        "phép nhân hoặc chia này không dùng được ở đây",
        "Chỉ nhân, chia dữ kiện với một con số không ghi đơn vị tính, hoặc so một tỷ lệ với một con số.",
    ),
    Code("AQ313", "Mục ghi hai lần", "“{name}” ghi hai lần", "Xóa một chỗ."),
    Code(
        "AQ314",
        "Bộ tiêu chí không có tiêu chí",
        "bộ tiêu chí này không có tiêu chí nào",
        "Thêm ít nhất một tiêu chí.",
        warning=True,
    ),
    Code(
        "AQ315",
        "Phủ định gặp dữ kiện có thể không có",
        "“không phải” bao quanh [{name}], dữ kiện có thể ghi “không có”; khi đó điều kiện này thành đúng",
        "Nếu không phải ý đó, thêm “và có [{name}]”.",
        warning=True,
    ),
    Code("AQ316", "Giá trị không hợp với dữ kiện", "giá trị của [{name}] không hợp: {reason}", "{advice}"),
    Code(
        "AQ317",
        "Giá trị của dòng “khi …” không hợp",
        "dòng “{line}” không nhận giá trị “{value}”",
        "Các giá trị là: {members}.",
    ),
    Code(
        "AQ340",
        "Bậc điểm bị bỏ sót",
        "các bậc điểm nêu ra có thể không gồm hết, chưa rõ phần còn lại được mấy điểm",
        "Thêm dòng cuối “còn lại: 0 điểm”, hoặc số điểm đúng của phần còn lại, kể cả khi các mức đã đủ dòng: "
        "đơn vị có thể “không có” mức nào.",
    ),
    Code("AQ341", "Chấm điểm mà chưa có điểm tối đa", "tiêu chí {name} chấm điểm mà chưa ghi điểm tối đa", "{advice}"),
    Code(
        "AQ342",
        "Mục có thể không áp dụng mà chưa có điểm tối đa",
        "mục này có thể không áp dụng, mà chưa ghi điểm tối đa để trừ khỏi điểm tối đa của tiêu chí",
        "Ghi “(tối đa … điểm)” sau tên mục.",
    ),
    Code(
        "AQ343",
        "Điểm của các mục không khớp điểm tối đa",
        "các mục cộng lại được tối đa {found} điểm, còn tiêu chí ghi tối đa {maximum} điểm",
        "Kiểm tra lại điểm của từng mục hoặc của tiêu chí.",
        warning=True,
    ),
    Code(
        "AQ344",
        "Mốc nội suy không tăng dần",
        "mốc {second} đứng sau mốc {first} mà không lớn hơn",
        "Ghi các mốc theo thứ tự tăng dần, mỗi mốc một lần.",
    ),
    Code("AQ345", "Không có điểm để xét", "{what}", "{advice}"),
    Code("AQ346", "Không có nhóm", "không có nhóm nào tên là “{name}”", "Các nhóm là: {members}."),
    Code("AQ347", "Không có loại", "“{title}” không có loại “{name}”", "Các loại là: {members}."),
    Code(
        "AQ348",
        "Loại không bao giờ đạt",
        "loại “{name}” không bao giờ được xếp, vì loại “{before}” đứng trước đã nhận mọi đơn vị đủ điểm",
        "Xếp các loại từ cao xuống thấp và kiểm tra lại mức điểm.",
        warning=True,
    ),
    Code("AQ349", "Không có mức", "{what} không có mức “{name}”", "{advice}"),
    Code(
        "AQ350",
        "Xếp loại chưa gồm hết",
        "xếp loại “{title}” chưa có dòng “còn lại”, nên có thể có đơn vị không được xếp loại nào",
        'Thêm dòng cuối, ví dụ “- "Không xếp loại": còn lại”.',
    ),
    Code("AQ351", "Điểm tối đa, điểm tối thiểu không khớp", "{found}", "{advice}"),
    Code("AQ318", "Chia cho 0", "phép tính này chia cho 0", "Kiểm tra lại con số sau dấu “/”."),
    Code(
        "AQ330",
        "Bảng thiếu dòng",
        "bảng [{name}] không có dòng nào cho trường hợp: {missing}",
        "Thêm dòng cho trường hợp đó, hoặc dòng “còn lại”.",
    ),
    Code(
        "AQ331",
        "Hai dòng trùng trường hợp",
        "{what} có hai dòng cùng đúng cho: {case}",
        "Sửa để mỗi trường hợp chỉ thuộc một dòng. Dòng kia ở {where}.",
    ),
    Code(
        "AQ332",
        "Dữ kiện của từng mục dùng ngoài danh sách",
        "[{name}] là dữ kiện của từng mục trong [{owner}]",
        "Viết trong “mọi [{owner}] …”, “ít nhất … trong [{owner}] …”, “số [{owner}] mà (…)”; "
        "cộng lại thì viết “tổng số [{name}] trong [{owner}]”.",
    ),
    Code(
        "AQ333",
        "Không phải danh sách",
        "[{name}] là {kind}, không phải danh sách",
        "Câu “mọi …”, “không … nào”, “ít nhất … trong …” và dòng “của:” chỉ dùng với dữ kiện kiểu “danh sách”.",
    ),
    Code(
        "AQ334",
        "Chưa nêu quy tắc khi tháng không có ngày đó",
        "khoảng thời gian này tính bằng tháng hoặc năm, mà tháng cuối có thể không có ngày đó",
        "Thêm vào đầu bộ dòng “khi tháng không có ngày đó: lấy ngày cuối tháng” hoặc “lấy ngày đầu tháng sau”.",
    ),
    Code(
        "AQ335",
        "Bảng dùng không đúng chỗ",
        "không dùng được bảng [{name}] ở đây",
        "Tên bảng đứng ở chỗ của mức phải so: một con số, một tỷ lệ hoặc chữ trong dấu nháy; không kèm “năm trước”.",
    ),
    Code(
        "AQ336",
        "Trường hợp bị bỏ sót",
        "các trường hợp nêu ra có thể không gồm hết; khi đó mục này không áp dụng",
        "Thêm dòng “còn lại” (kể cả khi các mức đã đủ dòng: đơn vị có thể “không có” mức nào), "
        "hoặc giữ nguyên nếu đúng ý văn bản.",
        warning=True,
    ),
    # Soát
    Code(
        "AQ401",
        "Dữ kiện không dùng",
        "dữ kiện [{name}] không được tiêu chí nào dùng",
        "Xóa khai báo hoặc dùng nó.",
        warning=True,
    ),
    Code(
        "AQ402",
        "Cách hiểu không dùng",
        "cách hiểu {name} không được tiêu chí nào dùng",
        "Ghi “(chỉ ghi chú)” nếu chỉ để biết.",
        warning=True,
    ),
    Code(
        "AQ403",
        "Định nghĩa không dùng",
        "[{name}] được định nghĩa mà không tiêu chí nào dùng",
        "Xóa định nghĩa hoặc dùng nó.",
        warning=True,
    ),
    # Phiên bản của bộ tiêu chí, đơn vị sáp nhập
    Code("AQ501", "Bộ tự thay thế mình", "bộ tiêu chí “{name}” ghi thay thế chính nó", "Ghi mã của bộ cũ."),
    Code(
        "AQ502",
        "Thay thế mà không nêu năm bắt đầu",
        "bộ tiêu chí thay thế “{name}” phải nêu áp dụng từ năm nào",
        "Thêm dòng “áp dụng: từ năm …”; bộ cũ thôi áp dụng từ năm đó.",
    ),
    Code(
        "AQ503",
        "Cách gộp không hợp kiểu",
        "[{name}] là {kind}, không gộp được theo cách này khi sáp nhập",
        "Cách gộp dùng được cho {kind}: {members}.",
    ),
    Code(
        "AQ504",
        "Phần và toàn bộ gộp khác cách",
        "[{name}] là một phần của [{whole}] mà khi sáp nhập gộp khác cách",
        "Ghi cùng một cách gộp cho cả hai.",
    ),
    Code(
        "AQ505",
        "Bộ được thay thế không có",
        "không có bộ tiêu chí “{name}” để thay thế",
        "Sửa mã, hoặc đặt tệp của bộ đó vào cùng thư mục.",
    ),
    Code(
        "AQ506",
        "Thay thế vòng tròn",
        "các bộ tiêu chí thay thế nhau thành vòng: {cycle} ({where})",
        "Bỏ một dòng “thay thế” trong vòng này.",
    ),
    Code(
        "AQ507",
        "Hai bộ cùng áp dụng",
        "bộ “{second}” và bộ “{first}” ({where}) cùng áp dụng cho {types}, {years}",
        "Ghi “thay thế: {first}” hoặc “thay thế: {second}” ở bộ mới, nêu năm cuối ở bộ cũ, hoặc ghi “chủ đề” khác nhau.",
    ),
    Code(
        "DL201",
        "Không có bộ cho loại đơn vị",
        "không có bộ tiêu chí nào cho loại đơn vị “{found}”",
        "Các loại có bộ tiêu chí: {members}.",
    ),
    Code(
        "DL202",
        "Không có bộ đang áp dụng",
        "năm {year} không có bộ tiêu chí nào áp dụng cho {found}",
        "Các bộ dành cho {found}: {members}.",
    ),
    Code("DL203", "Không có chủ đề", "không có bộ tiêu chí nào về chủ đề “{found}”", "Các chủ đề là: {members}."),
    Code(
        "DL204",
        "Không có bộ theo chủ đề đã nêu",
        "{found} không có bộ tiêu chí nào theo chủ đề đã nêu, hoặc chưa nêu chủ đề",
        "Nêu một chủ đề có bộ cho {found}: {members}; hoặc ghi thẳng tệp .rules của bộ.",
    ),
    Code(
        "DL205",
        "Bộ đã được thay thế",
        "bộ tiêu chí “{name}” đã được thay thế, không áp dụng cho năm {year}",
        "Dùng bộ thay thế: {members}.",
    ),
    Code("DL206", "Chưa nêu năm", "chưa nêu năm cần xem bộ đang áp dụng", "Thêm --year và năm xét, ví dụ --year 2026."),
    Code(
        "DL211",
        "Số liệu năm trước ghi ở hai nơi",
        "[{name}] vừa ghi trực tiếp cho năm trước, vừa có ở đơn vị cũ: {units}",
        "Giữ lại một nơi; ở đây lấy số liệu ghi trực tiếp.",
    ),
    Code(
        "DL212",
        "Chưa thành lập mà có đơn vị cũ",
        "đơn vị ghi chưa thành lập năm trước mà lại có “sáp nhập từ” hoặc “tách từ”",
        "Bỏ một trong hai; ở đây năm trước được coi là chưa báo cáo.",
    ),
    Code(
        "DL213",
        "Tỷ lệ tách không hợp",
        "tỷ lệ “{found}” của đơn vị cũ không hợp",
        'Ghi một tỷ lệ trên 0% đến 100%, ví dụ "40%".',
    ),
    Code(
        "DL214",
        "Đơn vị cũ được chia quá 100%",
        "các đơn vị mới nhận tổng cộng {found} của đơn vị cũ {name}",
        "Kiểm tra lại “tỷ lệ” ở các đơn vị mới.",
    ),
    # Số liệu của đơn vị
    Code("DL101", "Tệp số liệu không đọc được", "không đọc được số liệu: {reason}", "{advice}"),
    Code("DL102", "Dữ kiện lạ", "không có dữ kiện nào mã hoặc tên là “{name}”", "Kiểm tra lại mã dữ kiện."),
    Code("DL103", "Giá trị không hợp kiểu", "[{name}] phải là {expected}, không phải “{found}”", "{advice}"),
    Code("DL104", "Giá trị ngoài khoảng", "[{name}] là {found}, ngoài khoảng {range}", "Kiểm tra lại con số."),
    Code(
        "DL105",
        "Phần lớn hơn toàn bộ",
        "[{name}] là {found}, lớn hơn [{whole}] là {whole_value}",
        "Kiểm tra cả hai con số; phần không thể lớn hơn toàn bộ.",
    ),
    Code(
        "DL106",
        "Đơn vị tính không khớp",
        "đơn vị tính “{found}” không hợp với [{name}] tính bằng {expected}",
        "Ghi số bằng {expected}.",
    ),
    Code("DL107", "Mức không có trong thang", "[{name}] không có mức “{found}”", "Các mức là: {members}."),
    Code("DL108", "Mục không có trong danh mục", "[{name}] không có mục “{found}”", "Các mục là: {members}."),
    Code(
        "DL109",
        "Không đủ 12 tháng",
        "[{name}] phải có 12 số, mỗi tháng một số; ở đây có {found}",
        "Ghi đủ 12 số, tháng chưa báo cáo thì để trống.",
    ),
    Code("DL110", "Đối tượng luôn có mà bằng 0", "[{name}] không thể bằng 0", "Kiểm tra lại con số."),
    Code("DL111", "Đơn vị trùng", "đơn vị “{name}” năm {year} có hai lần", "Xóa một lần."),
    Code("DL112", "Thiếu thông tin đơn vị", "đơn vị thiếu “{field}”", "Ghi “{field}” của đơn vị."),
    Code("DL113", "Loại đơn vị lạ", "loại đơn vị “{found}” không có trong bộ tiêu chí", "Các loại là: {members}."),
    Code("DL114", "Ghi hai lần", "“{name}” ghi hai lần", "Giữ lại một lần."),
    Code("DL115", "Năm không hợp", "năm “{found}” không hợp", "{advice}"),
    Code("DL116", "Ngày không có thật", "[{name}]: không có ngày “{found}”", "Ghi ngày/tháng/năm, ví dụ 15/02/2023."),
    Code("DL117", "Không có bộ tiêu chí", "không có bộ tiêu chí “{name}”", "Các bộ có sẵn: {members}."),
    Code(
        "DL118",
        "Cách hiểu hoặc phương án lạ",
        "không có phương án “{option}” của cách hiểu {reading}",
        "Các phương án là: {members}.",
    ),
    Code(
        "DL119",
        "Không nhận “không có”",
        "[{name}] không nhận “không có”",
        "Không phát sinh thì ghi 0; chưa báo cáo thì để trống.",
    ),
    Code(
        "DL120",
        "Mục lạ trong tệp số liệu",
        "không có mục nào tên là “{name}” trong tệp số liệu",
        "Kiểm tra lại tên mục.",
    ),
    Code(
        "DL130",
        "Dữ kiện của từng mục ghi cho cả đơn vị",
        "[{name}] là dữ kiện của từng mục trong [{owner}]",
        "Ghi nó trong từng mục của danh sách đó.",
    ),
    Code("DL131", "Mục của danh sách chưa có tên", "[{name}]: mục thứ {number} chưa có “tên”", "Ghi tên của mục."),
    Code(
        "DL132",
        "Kết quả của bộ tiêu chí khác",
        "[{name}] phải là kết quả của bộ “{expected}”, không phải của bộ “{found}”",
        "Đưa vào kết quả xét theo đúng bộ tiêu chí.",
    ),
    Code(
        "DL133",
        "Tham số không hợp",
        "tham số “{name}” không nhận giá trị “{found}”: {reason}",
        "Ghi mã hoặc tên tham số và một con số trong khoảng cho phép.",
    ),
    Code(
        "DL134",
        "Con số quá lớn để xét trong bảng",
        "[{name}] là {found}, quá lớn để xét trong bảng",
        "Kiểm tra lại con số và đơn vị tính; nếu đúng thì xét riêng đơn vị này bằng antq evaluate.",
    ),
    Code(
        "DL135",
        "Nhiều chữ số thập phân hơn bảng giữ",
        "[{name}] có nhiều chữ số thập phân hơn bảng giữ",
        "Tăng số chữ số thập phân của bảng (--decimals), hoặc kiểm tra lại con số.",
    ),
    Code(
        "DL136",
        "Bộ tiêu chí không viết được cho bảng",
        "bộ tiêu chí “{name}” không viết được cho bảng: {reason}",
        "Xét từng đơn vị bằng “antq evaluate”.",
    ),
    Code(
        "DL137",
        "Hệ quản trị cơ sở dữ liệu lạ",
        "không viết được SQL cho “{found}”",
        "Các hệ là: {members}.",
    ),
    Code(
        "DL138",
        "Chưa cài phần mở rộng",
        "việc này cần thư viện {name}, máy này chưa cài",
        "Cài thêm: pip install \"antq-rules[{extra}]\".",
    ),
    Code(
        "DL121",
        "Bảng mã không phải UTF-8",
        "tệp ghi bằng {found}, không phải UTF-8",
        "Trong Excel chọn “Lưu dưới dạng”, kiểu “CSV UTF-8”; trong trình soạn thảo chọn bảng mã UTF-8.",
    ),
    Code(
        "DL122",
        "Dạng tệp số liệu không biết",
        "không biết đọc tệp số liệu có đuôi “{found}”",
        "Các đuôi tệp đọc được: {members}.",
    ),
    Code(
        "DL123",
        "Chưa cài phần đọc YAML",
        "máy này chưa cài phần đọc tệp YAML (PyYAML)",
        'Cài thêm bằng lệnh: pip install "antq-rules[yaml]", hoặc dùng tệp JSON, CSV.',
    ),
    Code("DL124", "Cách viết YAML không dùng", "{what} không dùng trong tệp số liệu", "{advice}"),
    Code("DL125", "Hàng thừa hoặc thiếu ô", "hàng có {found} ô, hàng tiêu đề có {expected} cột", "{advice}"),
    Code("DL126", "Thiếu cột", "bảng thiếu cột “{name}”", "Thêm cột “{name}” vào hàng tiêu đề."),
    Code("DL127", "Cột không có tiêu đề", "ô có “{found}” mà cột không có tiêu đề", "Ghi tiêu đề cho cột hoặc xóa ô."),
    Code(
        "DL128",
        "Thông tin đơn vị không thống nhất",
        "“{field}” của đơn vị ở đây là “{found}”, ở hàng trước là “{before}”",
        "Ghi giống nhau ở mọi hàng của một đơn vị trong một năm, hoặc chỉ ghi ở hàng đầu.",
    ),
    Code(
        "DL141",
        "Số liệu ghi khác kết quả xét",
        "[{name}] ghi {found}, nhưng xét theo số liệu của đơn vị thì là {computed}",
        "Bỏ con số này để lấy theo kết quả xét, hoặc sửa số liệu của các tiêu chí.",
    ),
    Code(
        "DL151",
        "Xếp hạng các đơn vị không cùng loại kết quả",
        "các đơn vị không được xét như nhau: {found}",
        "Xếp hạng các đơn vị xét theo cùng một bộ, cùng năm, cùng cách hiểu, tham số và ngày chốt số liệu.",
    ),
    Code(
        "DL152",
        "Không có bảng xếp hạng",
        "{found}",
        "Các bảng xếp hạng là: {members}.",
    ),
    Code(
        "DL153", "Chưa đủ cách viết tham số", "“{found}” không đúng dạng mã=giá trị", "Viết ví dụ --parameter muc=7%."
    ),
)

CODES: Final = {code.code: code for code in _TABLE}
